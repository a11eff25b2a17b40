// Package draft keeps what authors have changed and not published yet. A draft
// belongs to an author and an assistant. It has a base, which is the content that it
// began on, and steps: ops of package edit, or an edit of a file's text. Its files
// are the base with the steps.
//
// A state directory has a lock and, for each assistant, a directory with a journal
// (see package journal) for each author:
//
//	lock
//	drafts/ASSISTANT/AUTHOR.journal
//
// The names of assistants and authors are shortened and get a hash, so that any name
// is a safe file name. The first record of a journal is the whole draft; those after
// it are steps, and how many of the steps are done.
//
// When the content underneath changes, the steps are done again on the new content.
// A step that fits merges silently. One that does not is a [Conflict], which the
// author resolves by a step of its own.
//
// The one rule to know: a change is in the journal before it is in memory, and a step
// that no longer fits is kept until its author discards it.
package draft
