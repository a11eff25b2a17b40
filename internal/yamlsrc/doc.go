// Package yamlsrc turns the bytes of a YAML file into a tree of values with
// positions, by the rules of Rasa's reader: YAML 1.2 scalars, no duplicate keys,
// one document, ${VAR} in unquoted text (Rasa: sections 1.6 and 1.7).
//
// The one rule to know: this package decides whether a file is YAML, and at which
// line it stops being YAML. The caller decides what a file must contain. No other
// package imports a YAML library.
package yamlsrc
