"""Runs a command and prints its wall seconds, processor seconds and peak memory in
MiB: [-from TEXT -until TEXT] COMMAND... Its output goes to standard error; a status
other than 0 ends this as well.

With -from and -until, the seconds are those between the lines of its standard error
that hold these texts, and the command is ended (SIGTERM) at the second."""
import resource
import subprocess
import sys
import time


def stage(begin, end, command):
    child = subprocess.Popen(command, stdout=sys.stderr, stderr=subprocess.PIPE, text=True)
    start = stop = None
    for line in child.stderr:
        sys.stderr.write(line)
        if start is None and begin in line:
            start = time.monotonic()
        elif start is not None and stop is None and end in line:
            stop = time.monotonic()
            child.terminate()
    child.wait()
    if stop is None:
        sys.exit(f"{command[0]} did not come from {begin!r} to {end!r}")
    return stop - start


def whole(command):
    start = time.monotonic()
    status = subprocess.call(command, stdout=sys.stderr)
    if status:
        sys.exit(f"{command[0]} ended with {status}")
    return time.monotonic() - start


arguments = sys.argv[1:]
seconds = stage(arguments[1], arguments[3], arguments[4:]) if arguments[0] == "-from" else whole(arguments)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("%.2f %.2f %d" % (seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024))
