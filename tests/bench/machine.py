# SPDX-License-Identifier: GPL-3.0-or-later
"""What the kernel tells: this process's age and peak memory, the machine's name, and who used its cores."""
import os


def process_age():
    """Seconds since this process was started, by the kernel's clock; imports count."""
    with open("/proc/self/stat") as stat:
        ticks = stat.read().rsplit(")", 1)[1].split()[19]  # field 22 of the line: start time
    with open("/proc/uptime") as uptime:
        return float(uptime.read().split()[0]) - int(ticks) / os.sysconf("SC_CLK_TCK")


def _field(path, key):
    with open(path) as lines:
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "")


def peak_rss_bytes():
    return int(_field("/proc/self/status", "VmHWM").split()[0]) * 1024


def describe():
    return {"cpu": _field("/proc/cpuinfo", "model name"), "cores": len(os.sched_getaffinity(0)), "load_average": os.getloadavg(),
            "memory_bytes": int(_field("/proc/meminfo", "MemTotal").split()[0]) * 1024}


class CpuWatch:
    """Shares of the machine's processor time while one child process runs: stolen by the host, and used by other processes."""

    def __init__(self):
        self.start = self._read()

    @staticmethod
    def _read():
        with open("/proc/stat") as stat:
            user, nice, system, idle, iowait, irq, softirq, steal = map(int, stat.readline().split()[1:9])
        children = os.times()
        own = (children.children_user + children.children_system) * os.sysconf("SC_CLK_TCK")
        busy = user + nice + system + irq + softirq
        return {"total": busy + idle + iowait + steal, "busy": busy, "steal": steal, "own": own}

    def shares(self):
        """Call after the child was waited for."""
        end = self._read()
        used = {key: end[key] - self.start[key] for key in end}
        total = max(1, used["total"])
        return {"steal_share": used["steal"] / total, "others_share": max(0.0, used["busy"] - used["own"]) / total}
