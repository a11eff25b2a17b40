// Package responses is the model of what authors wrote: files, responses,
// variations, conditions, replies and translations, each with its place and
// its extent in the file.
//
// [Open] reads a file once. Everything that judges content (compiling,
// checking, comparing, counting) works on this model and never looks at YAML.
//
// The one rule to know: a question about what the author meant has its answer
// here and nowhere else. When two variations are the same, what a condition
// implies, what a reply is in a language: ask the model.
package responses
