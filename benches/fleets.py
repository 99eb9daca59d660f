#!/usr/bin/env python3
"""Writes fleets to measure with: one descriptor a fleet, each a hub and its spokes. Same arguments, same bytes.

    benches/fleets.py FOLDER [--fleets 1] [--clusters 330]
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


def descriptor(fleet: int, clusters: int) -> str:
    """A hub and `clusters - 1` spokes; topics flow both ways, so every cluster has an instance."""
    name = f"fleet-{fleet:03}"
    hub = f"f{fleet:03}-hub"
    spokes = [f"f{fleet:03}-spoke-{number:04}" for number in range(1, clusters)]
    flows = []
    for spoke in spokes:
        flows.append(f"  {spoke}->{hub}.enabled=true")
        flows.append(f"  {hub}->{spoke}.enabled=true")
    entries = "".join(CLUSTER.format(alias=alias) for alias in [hub, *spokes])
    return HEAD.format(name=name) + entries + TAIL.format(flows="\n".join(flows))


def write(folder: pathlib.Path, fleets: int, clusters: int) -> list[str]:
    """Writes the descriptors; returns their paths below the folder."""
    paths = []
    for fleet in range(fleets):
        path = pathlib.Path(f"fleet-{fleet:03}", "topology.yaml")
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(descriptor(fleet, clusters), encoding="utf-8", newline="\n")
        paths.append(path.as_posix())
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--fleets", type=int, default=1)
    parser.add_argument("--clusters", type=int, default=330)
    arguments = parser.parse_args()
    for path in write(arguments.folder, arguments.fleets, arguments.clusters):
        print(path)


if __name__ == "__main__":
    main()
