#!/bin/bash
# A worker on each of four nodes: sbatch docs/scale-out/slurm.sh, in the project's folder on a file
# system that all nodes share. `deno task setup` must have run once.
# To change: nodes, cores, time, the folder with the videos. schedule.labeledPerStep must be a
# multiple of the number of nodes.
# The workers take their addresses from Slurm's variables, ports from 10000 on. Their names in it are
# host names, so --bind has to say where others are let in: at any address here, which is only as
# safe as the nodes' network, as the protocol has no authentication.
# To resume: put --resume NAME in place of --data and its folder.
#SBATCH --job-name=actnetformer
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=16
#SBATCH --time=24:00:00
set -euo pipefail
srun deno task train --data /data/videos --bind any
