/** Containers of video files and streams. */
const CONTAINERS =
  "3dostr 4xm asf asf_o avi bink c93 cdxl cine dhav dxa dv ea film_cpk filmstrip " +
  "flic flv gxf idcin ivf ivr iv8 jv kux live_flv lmlm4 lvf lxf matroska mgsts mlv moflex mov mpeg " +
  "mpegts mtv mv mvi mxf mxg nsv nut nuv ogg paf pva r3d rl2 rm roq rpl ser smk swf thp tmv ty usm " +
  "vividas vmd webm wtv xmv yop yuv4mpegpipe";

/** Bare streams of codecs. */
const BARE_STREAMS = "apv av1 avs avs2 avs3 cavsvideo dirac dnxhd evc h261 h263 h264 hevc m4v " +
  "mjpeg mjpeg_2000 mpegvideo mpjpeg obu smjpeg vc1 vc1test vvc";

/** Images, also moving ones, each file with one. */
const IMAGES = "apng bmp_pipe dds_pipe dpx_pipe exr_pipe gif gif_pipe hdr_pipe ico j2k_pipe " +
  "jpeg_pipe jpegls_pipe jpegxl_anim jpegxl_pipe jpegxs_pipe pam_pipe pbm_pipe pcx_pipe pfm_pipe " +
  "pgm_pipe png_pipe ppm_pipe psd_pipe qoi_pipe sgi_pipe sunrast_pipe tiff_pipe webp_anim " +
  "webp_pipe xbm_pipe xpm_pipe xwd_pipe";

/** Sound, so that the error of such a file is that it has no video. */
const SOUND = "aac ac3 aiff amr ape au caf dts eac3 flac mp3 oma tta voc w64 wav wv";

/**
 * ffmpeg's names of the formats that are read. Each holds its images itself. Any other is refused
 * whatever the file is called, as ffmpeg finds a file's format in its content: playlists and
 * descriptions that name further files or addresses (HLS, DASH, `ffconcat`, SDP, IMF, numbered
 * images, subtitles in two files), scripts, devices, and texts that are drawn.
 */
export const VIDEO_FORMATS: readonly string[] = [CONTAINERS, BARE_STREAMS, IMAGES, SOUND]
  .flatMap((names) => names.split(" "));
