/**
 * Runs the installer of the npm package ffmpeg-static, which downloads its binary to where the variable
 * FFMPEG_BIN says. A process of its own, as the installer ends its process when it fails.
 */
import "ffmpeg-static/install.js";
