// Package invisible knows the characters that nobody sees in an editor: blanks
// that are no space, characters without width, marks of direction.
//
// The one rule to know: [Find] is for text that people read, where joiners and
// marks inside the words of a script that needs them are fine. [FindInName] is
// for names, keys, and the structure of a file, where no such character is.
package invisible
