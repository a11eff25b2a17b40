// Package yamlsrc turns the bytes of a YAML file into a tree of values with
// positions, under the rules that Rasa reads by: YAML 1.2 scalars, no duplicate
// keys, one document, ${VAR} in unquoted text (Rasa: sections 1.6 and 1.7).
//
// The one rule to know: the package decides whether a file is YAML, and in which
// line it stops being YAML. What a file must contain is up to the caller. No other package imports a
// YAML library.
package yamlsrc
