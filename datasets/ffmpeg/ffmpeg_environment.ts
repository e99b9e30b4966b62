/**
 * Keeps a statically linked ffmpeg, as that of ffmpeg-static, from loading the machine's own
 * converters of characters for the names in a transport stream: those of another glibc crash it.
 */
export const FFMPEG_ENVIRONMENT = { GCONV_PATH: "" };
