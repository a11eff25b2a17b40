// Package dir is a store of releases in a directory: each entry is a plain file, at the
// path of its key, which people can read and a web server can serve.
//
// The one rule to know: a file is only ever replaced as a whole, by a rename under the lock
// of its directory (.lock). So a reader needs no lock, and a writer that is killed leaves
// nothing but the file .writing, which the next one replaces. The revision of an entry is
// the SHA-256 of its data.
package dir
