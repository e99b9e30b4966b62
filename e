[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:/work/ff/v/asym.mp4':
[info]   Metadata:
[info]     major_brand     : isom
[info]     minor_version   : 512
[info]     compatible_brands: isomiso2avc1mp41
[info]     encoder         : Lavf59.27.100
[info]   Duration: 00:00:01.00, start: 0.000000, bitrate: 77 kb/s
[info]   Stream #0:0[0x1](und): Video: h264 (High 4:4:4 Predictive) (avc1 / 0x31637661), yuv444p(progressive), 96x64 [SAR 1:1 DAR 3:2], 69 kb/s, 10 fps, 10 tbr, 10240 tbn (default)
[info]     Metadata:
[info]       handler_name    : VideoHandler
[info]       encoder         : Lavc59.37.100 libx264
[info] Stream mapping:
[info]   Stream #0:0 -> #0:0 (copy)
[info] Output #0, framecrc, to 'pipe:1':
[info]   Metadata:
[info]     encoder         : Lavf63.1.102
[info]   Stream #0:0: Video: h264 (High 4:4:4 Predictive) (avc1 / 0x31637661), yuv444p(progressive), 96x64 [SAR 1:1 DAR 3:2], q=2-31, 69 kb/s, 10 fps, 10 tbr, 10240 tbn (default)
[info] Press [q] to stop, [?] for help
[out#0/framecrc @ 0x55f24298f880] [info] video:3KiB audio:0KiB subtitle:0KiB other streams:0KiB global headers:0KiB muxing overhead: unknown
[info] frame=    2 fps=0.0 q=-1.0 Lsize=       0KiB time=00:00:00.00 bitrate=N/A speed=   0x elapsed=0:00:00.00    
