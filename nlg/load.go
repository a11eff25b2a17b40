package nlg

import (
	"context"
	"io/fs"

	"nlgserver/internal/source/files"
)

// LoadDir compiles the .yml and .yaml files of a file system, such as
// os.DirFS("domain") or an embedded one, by the rules for a directory on the
// command line of the server: a directory's own files first, then its
// subdirectories, each sorted by name (D3); files that are no domain are
// skipped. The paths in diagnostics are those in the file system. The catalog
// is nil if the content is rejected, or if a file cannot be read; see
// [Compile].
func LoadDir(fsys fs.FS, opts Options) (*Catalog, Diagnostics) {
	read, found := files.InFS(".", files.Root{FS: fsys, Path: "."}).Fetch(context.Background())
	if found.Refused() {
		return nil, found
	}
	catalog, diags := Compile(read, opts)
	diags = append(found, diags...)
	diags.Sort()
	return catalog, diags
}
