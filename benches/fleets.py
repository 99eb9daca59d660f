#!/usr/bin/env python3
"""Writes fleets to measure with: one descriptor a fleet, each a hub and its spokes. Same arguments, same bytes.

    benches/fleets.py FOLDER [--fleets 1] [--clusters 330] [--topics 0] [--one-way]
"""

import argparse
import pathlib

HEAD = """\
metadata:
  name: {name}

kafkaClusters:
"""

CLUSTER = """\
  - alias: {alias}
    namespace: kafka
    name: {alias}
    kubernetesConfigContext: admin@{alias}
    kafkaVersion: "4.1.0"
    brokers: 3
    bootstrapServers:
      internal: "{alias}-all-broker.kafka.svc.cluster.local:29092"
      external: "bootstrap.{alias}.kafka.example.com:9094"
"""

TAIL = """\

mirrorMaker2Spec:
  kafkaHeapOpts: -Xms256M -Xmx2G
  kafkaVersion: "4.1.0"
  resources:
    requests: {{ cpu: 500m, memory: 2Gi }}
    limits: {{ memory: 3Gi }}
  metrics:
    image: registry.example.com/jmx-exporter:1.4.0
    jar: /jmx_prometheus_javaagent.jar

mirrorMaker2Properties: |-
  sync.topic.acls.enabled=false
  replication.factor=3
{flows}
"""


def descriptor(fleet: int, clusters: int, topics: int = 0, one_way: bool = False) -> str:
    """A hub and `clusters - 1` spokes; records flow both ways, so every cluster has an instance, or into the hub only.
    Each cluster has its own topics."""
    name = f"fleet-{fleet:03}"
    hub = f"f{fleet:03}-hub"
    spokes = [f"f{fleet:03}-spoke-{number:04}" for number in range(1, clusters)]
    flows = []
    for spoke in spokes:
        flows.append(f"  {spoke}->{hub}.enabled=true")
        if not one_way:
            flows.append(f"  {hub}->{spoke}.enabled=true")
    entries = "".join(CLUSTER.format(alias=alias) for alias in [hub, *spokes])
    names = ", ".join(f"topic-{number:04}" for number in range(topics))
    inventory = "".join(f"  - {{ cluster: {alias}, names: [{names}] }}\n" for alias in [hub, *spokes] if topics)
    inventory = f"\ntopics:\n{inventory}" if inventory else ""
    return HEAD.format(name=name) + entries + inventory + TAIL.format(flows="\n".join(flows))


def write(
    folder: pathlib.Path, fleets: int, clusters: int, topics: int = 0, one_way: bool = False
) -> list[str]:
    """Writes the descriptors; returns their paths below the folder."""
    paths = []
    for fleet in range(fleets):
        path = pathlib.Path(f"fleet-{fleet:03}", "topology.yaml")
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        text = descriptor(fleet, clusters, topics, one_way)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
        paths.append(path.as_posix())
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--fleets", type=int, default=1)
    parser.add_argument("--clusters", type=int, default=330)
    parser.add_argument("--topics", type=int, default=0)
    parser.add_argument("--one-way", action="store_true")
    arguments = parser.parse_args()
    for path in write(**vars(arguments)):
        print(path)


if __name__ == "__main__":
    main()
