"""Runs a command and prints its wall seconds, processor seconds and peak memory in
MiB. Its output goes to standard error; a status other than 0 ends this as well."""
import os
import resource
import subprocess
import sys
import time

start = time.monotonic()
status = subprocess.call(sys.argv[1:], stdout=sys.stderr)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
if status:
    sys.exit(f"{sys.argv[1]} ended with {status}")
print("%.2f %.2f %d" % (time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024))
