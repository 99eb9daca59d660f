// Reads objects of Argo CD and Flux from standard input, and holds each against the model of its kind.
import { readFileSync } from "node:fs";
import { ApplicationSet } from "@kubernetes-models/argo-cd/argoproj.io/v1alpha1/ApplicationSet";
import { Kustomization } from "@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1/Kustomization";

const models = { ApplicationSet, Kustomization };
const faults = [];
for (const object of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    const model = new models[object.kind](object);
    if (model.apiVersion !== object.apiVersion) faults.push(`${object.kind}: ${object.apiVersion}`);
    model.validate();
  } catch (fault) {
    faults.push(`${object.kind}: ${fault.message}`);
  }
}
console.log(JSON.stringify(faults));
