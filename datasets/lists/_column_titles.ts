/** Titles of the column of paths, as people write them; the first one present counts. */
const PATH_TITLES = [
  "path paths video_path file_path rel_path relative_path clip_path",
  "file files file_name video_file video videos video_name clip clips clip_name name video_id",
  // German, Dutch, French, Spanish, Portuguese, Italian, Polish.
  "datei dateiname dateipfad pfad videodatei bestand bestandsnaam pad",
  "fichier nom_fichier nom_de_fichier nom_du_fichier chemin",
  "archivo fichero nombre_de_archivo nombre_archivo ruta",
  "arquivo ficheiro nome_do_arquivo nome_do_ficheiro caminho nome_file nome_del_file percorso",
  "plik nazwa_pliku ścieżka",
  "файл имя_файла путь видео 文件 文件名 文件路径 路径 视频 檔案 影片",
  "ファイル ファイル名 パス 動画 파일 파일명 경로 동영상",
].join(" ").split(" ");

const CLASS_TITLES = [
  "class class_name label_name category_name action_name category action activity label labels",
  "action_label tag target class_id label_id class_index label_index class_idx label_idx",
  "klasse kategorie bezeichnung aktion handlung label_name categorie actie",
  "classe catégorie étiquette clase categoría etiqueta acción rótulo categoria ação",
  "etichetta azione klasa kategoria etykieta akcja",
  "класс метка категория действие 类 类别 标签 动作 類別 標籤 動作",
  "クラス ラベル カテゴリ 클래스 라벨 분류 행동",
].join(" ").split(" ");

const PART_TITLES = [
  "split subset part partition set",
  "teil teilmenge aufteilung partie ensemble conjunto división partición divisão parte deel",
  "выборка часть 划分 数据集 分割 분할",
].join(" ").split(" ");

/** Titles of columns, in the form that {@linkcode comparableTitle} writes. */
export const COLUMN_TITLES = {
  path: PATH_TITLES.map(comparableTitle),
  class: CLASS_TITLES.map(comparableTitle),
  part: PART_TITLES.map(comparableTitle),
} as const;

/** Writes a title without capitals, accents, blanks and signs: "Vidéo_Path" as "videopath". */
export function comparableTitle(title: string): string {
  return title.normalize("NFKD").toLowerCase().replace(/[^\p{L}]/gu, "");
}
