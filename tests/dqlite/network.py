"""Nodes in network namespaces, on one bridge where the test is too: to cut cables, which a kill is not."""

from __future__ import annotations

import subprocess

BRIDGE = "hub"


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


class Network:
    """Each of three hosts has a namespace and a cable to the bridge."""

    def __init__(self) -> None:
        self.hosts = [1, 2, 3]

    def address(self, host: int) -> str:
        return f"10.9.0.{host}"

    def within(self, host: int) -> list[str]:
        return ["ip", "netns", "exec", f"host{host}"]

    def make(self) -> None:
        ip("link", "add", BRIDGE, "type", "bridge")
        ip("address", "add", "10.9.0.254/24", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        for host in self.hosts:
            self._connect(host)

    def _connect(self, host: int) -> None:
        namespace, cable = f"host{host}", f"cable{host}"
        ip("netns", "add", namespace)
        ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", namespace)
        ip("link", "set", cable, "master", BRIDGE, "up")
        ip("-n", namespace, "address", "add", f"{self.address(host)}/24", "dev", "eth0")
        ip("-n", namespace, "link", "set", "eth0", "up")
        ip("-n", namespace, "link", "set", "lo", "up")

    def unmake(self) -> None:
        for host in self.hosts:
            ip("link", "delete", f"cable{host}")
            ip("netns", "delete", f"host{host}")
        ip("link", "delete", BRIDGE)

    def cut(self, host: int) -> None:
        """From everything: the other hosts and the clients."""
        ip("link", "set", f"cable{host}", "down")

    def mend(self, host: int) -> None:
        ip("link", "set", f"cable{host}", "up")

    def cut_from_hosts(self, host: int, change: str = "add") -> None:
        """From the other hosts alone: clients still reach it."""
        for other in self.hosts:
            if other != host:
                self._hide(host, other, change)
                self._hide(other, host, change)

    def _hide(self, host: int, other: int, change: str) -> None:
        """What `other` sends to `host` goes nowhere."""
        ip("-n", f"host{other}", "route", change, "blackhole", f"{self.address(host)}/32")

    def mend_to_hosts(self, host: int) -> None:
        self.cut_from_hosts(host, "delete")
