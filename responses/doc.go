// Package responses is the model of what authors wrote: files, responses,
// variations, conditions, replies and translations, each with its position and
// its extent in the file.
//
// [Open] reads a file once. Everything that uses content (compiling, checking,
// comparing, measuring coverage) works on this model and never looks at YAML.
//
// The one rule to know: questions about what the author meant are answered
// here and nowhere else. Whether two variations are the same, what a condition
// implies, what a reply is in a language: ask the model.
package responses
