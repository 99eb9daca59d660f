// Command objects reads manifests into the Go types that define their kinds, as an API server does that validates
// strictly: a field that is unknown, misplaced, twice there or of another type is a fault.
//
//	objects decode: [name, manifest]     to [name, fault; empty where there is none]
//	objects fields: [name, JSON Schema]  to [name, paths of properties that the type lacks]
//
// Both read and write a JSON array a line. A kind without a type here is answered with null.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"log"
	"os"
	"reflect"
	"slices"
	"strings"

	groups "github.com/kubernetes-csi/external-snapshotter/client/v8/apis/volumegroupsnapshot/v1beta2"
	snapshots "github.com/kubernetes-csi/external-snapshotter/client/v8/apis/volumesnapshot/v1"
	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	velero "github.com/vmware-tanzu/velero/pkg/apis/velero/v1"
	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	rbac "k8s.io/api/rbac/v1"
	strict "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

type kind struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
}

var types = map[kind]reflect.Type{
	{"apps/v1", "Deployment"}:                                       reflect.TypeFor[apps.Deployment](),
	{"autoscaling/v2", "HorizontalPodAutoscaler"}:                   reflect.TypeFor[autoscaling.HorizontalPodAutoscaler](),
	{"batch/v1", "CronJob"}:                                         reflect.TypeFor[batch.CronJob](),
	{"groupsnapshot.storage.k8s.io/v1beta2", "VolumeGroupSnapshot"}: reflect.TypeFor[groups.VolumeGroupSnapshot](),
	{"monitoring.coreos.com/v1", "PodMonitor"}:                      reflect.TypeFor[monitoring.PodMonitor](),
	{"monitoring.coreos.com/v1", "PrometheusRule"}:                  reflect.TypeFor[monitoring.PrometheusRule](),
	{"networking.k8s.io/v1", "NetworkPolicy"}:                       reflect.TypeFor[networking.NetworkPolicy](),
	{"policy/v1", "PodDisruptionBudget"}:                            reflect.TypeFor[policy.PodDisruptionBudget](),
	{"rbac.authorization.k8s.io/v1", "Role"}:                        reflect.TypeFor[rbac.Role](),
	{"rbac.authorization.k8s.io/v1", "RoleBinding"}:                 reflect.TypeFor[rbac.RoleBinding](),
	{"snapshot.storage.k8s.io/v1", "VolumeSnapshot"}:                reflect.TypeFor[snapshots.VolumeSnapshot](),
	{"snapshot.storage.k8s.io/v1", "VolumeSnapshotContent"}:         reflect.TypeFor[snapshots.VolumeSnapshotContent](),
	{"v1", "ConfigMap"}:                                             reflect.TypeFor[core.ConfigMap](),
	{"v1", "Namespace"}:                                             reflect.TypeFor[core.Namespace](),
	{"v1", "PersistentVolumeClaim"}:                                 reflect.TypeFor[core.PersistentVolumeClaim](),
	{"v1", "Service"}:                                               reflect.TypeFor[core.Service](),
	{"v1", "ServiceAccount"}:                                        reflect.TypeFor[core.ServiceAccount](),
	{"velero.io/v1", "Schedule"}:                                    reflect.TypeFor[velero.Schedule](),
}

func main() {
	answers := map[string]func(string) any{"decode": decode, "fields": fields}
	answer, known := answers[strings.Join(os.Args[1:], " ")]
	if !known {
		log.Fatal("objects decode, or objects fields")
	}
	out := json.NewEncoder(os.Stdout)
	for lines := json.NewDecoder(bufio.NewReader(os.Stdin)); ; {
		var line [2]string
		err := lines.Decode(&line)
		if errors.Is(err, io.EOF) {
			return
		}
		must(err)
		must(out.Encode([]any{line[0], answer(line[1])}))
	}
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func decode(manifest string) any {
	object, err := yaml.YAMLToJSONStrict([]byte(manifest))
	if err != nil {
		return err.Error()
	}
	var header kind
	if err := json.Unmarshal(object, &header); err != nil {
		return err.Error()
	}
	known, is := types[header]
	if !is {
		return nil
	}
	unknown, err := strict.UnmarshalStrict(object, reflect.New(known).Interface())
	if fault := errors.Join(append(unknown, err)...); fault != nil {
		return fault.Error()
	}
	return ""
}

// schema is what of JSON Schema names properties.
type schema struct {
	Const                any                `json:"const"`
	Ref                  string             `json:"$ref"`
	Definitions          map[string]*schema `json:"$defs"`
	Properties           map[string]*schema `json:"properties"`
	AdditionalProperties json.RawMessage    `json:"additionalProperties"`
	Items                *schema            `json:"items"`
	AllOf, AnyOf, OneOf  []*schema
}

func fields(text string) any {
	var root schema
	must(json.Unmarshal([]byte(text), &root))
	header := kind{constant(root.Properties["apiVersion"]), constant(root.Properties["kind"])}
	known, is := types[header]
	if !is {
		return nil
	}
	walk := walk{definitions: root.Definitions, seen: map[string]bool{}, lacking: []string{}}
	walk.compare(&root, known, "")
	slices.Sort(walk.lacking)
	return walk.lacking
}

func constant(property *schema) string {
	if property == nil {
		return ""
	}
	text, _ := property.Const.(string)
	return text
}

type walk struct {
	definitions map[string]*schema
	// Definitions may hold themselves.
	seen    map[string]bool
	lacking []string
}

func (walk *walk) compare(ours *schema, theirs reflect.Type, path string) {
	for theirs.Kind() == reflect.Pointer {
		theirs = theirs.Elem()
	}
	if name := strings.TrimPrefix(ours.Ref, "#/$defs/"); name != "" {
		if key := name + " " + theirs.String(); !walk.seen[key] {
			walk.seen[key] = true
			walk.compare(walk.definitions[name], theirs, path)
		}
		return
	}
	for _, part := range slices.Concat(ours.AllOf, ours.AnyOf, ours.OneOf) {
		walk.compare(part, theirs, path)
	}
	if ours.Items != nil && theirs.Kind() == reflect.Slice {
		walk.compare(ours.Items, theirs.Elem(), path+"[]")
	}
	var values schema
	if json.Unmarshal(ours.AdditionalProperties, &values) == nil && theirs.Kind() == reflect.Map {
		walk.compare(&values, theirs.Elem(), path+".*")
	}
	for name, property := range ours.Properties {
		path := path + "." + name
		if field := member(theirs, name); field != nil {
			walk.compare(property, field, path)
		} else {
			walk.lacking = append(walk.lacking, path)
		}
	}
}

// member is the type of the field with a name in JSON, or nil.
func member(holder reflect.Type, name string) reflect.Type {
	if holder.Kind() != reflect.Struct {
		return nil
	}
	for field := range holder.Fields() {
		tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if tag == name {
			return field.Type
		}
		if tag == "" && field.Anonymous {
			if found := member(field.Type, name); found != nil {
				return found
			}
		}
	}
	return nil
}
