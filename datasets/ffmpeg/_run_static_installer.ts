/**
 * Runs the installer of the npm package ffmpeg-static, which downloads its binary to where the
 * variable FFMPEG_BIN says. Runs in another process, as the installer ends its process when it
 * fails.
 */
import "ffmpeg-static/install.js";
