// Command kubectl reads YAML texts as kubectl does: sigs.k8s.io/yaml turns each into JSON, and sigs.k8s.io/json reads
// that JSON with integers kept.
//
// In: a JSON array of YAML texts on standard input. Out: a JSON array with {"value": …} or {"error": …} for each; a
// float is {"bits": "…"}, its 64 bits in hexadecimal, so that no digit is lost on the way.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"

	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

func main() {
	if err := answer(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answer(in io.Reader, out io.Writer) error {
	var texts []string
	if err := json.NewDecoder(in).Decode(&texts); err != nil {
		return err
	}
	answers := make([]map[string]any, 0, len(texts))
	for _, text := range texts {
		value, err := read(text)
		if err != nil {
			answers = append(answers, map[string]any{"error": err.Error()})
		} else {
			answers = append(answers, map[string]any{"value": exact(value)})
		}
	}
	return json.NewEncoder(out).Encode(answers)
}

func read(text string) (any, error) {
	converted, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return nil, err
	}
	var value any
	err = kjson.UnmarshalCaseSensitivePreserveInts(converted, &value)
	return value, err
}

func exact(value any) any {
	switch typed := value.(type) {
	case float64:
		return map[string]any{"bits": fmt.Sprintf("%016x", math.Float64bits(typed))}
	case []any:
		items := make([]any, 0, len(typed))
		for _, item := range typed {
			items = append(items, exact(item))
		}
		return items
	case map[string]any:
		entries := make(map[string]any, len(typed))
		for key, item := range typed {
			entries[key] = exact(item)
		}
		return entries
	default:
		return value
	}
}
