package release

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"nlgserver/internal/content"
)

// Paths returns the paths for messages that files have in a bundle: see [Pack].
func Paths(files []content.File) []string { return shownPaths(files) }

// shownPaths returns the paths for messages that a bundle has. See [Pack].
func shownPaths(files []content.File) []string {
	taken := map[string]bool{} // first elements of paths
	for _, f := range files {
		if _, stays := before(f); stays {
			first, _, _ := strings.Cut(f.Path, "/")
			taken[first] = true
		}
	}
	labels := map[string]string{} // by what is before the name
	shown := make([]string, len(files))
	for i, f := range files {
		dir, stays := before(f)
		if stays {
			shown[i] = f.Path
			continue
		}
		label, known := labels[dir]
		if !known {
			label = unused(labelOf(dir), taken)
			taken[label], labels[dir] = true, label
		}
		shown[i] = label + "/" + f.Name
	}
	return shown
}

// before returns what is before the name of a file in its path, and whether it stays. A path
// without a name always stays: the version is computed from it.
func before(f content.File) (dir string, stays bool) {
	if f.Name == "" || f.Path == f.Name {
		return "", true
	}
	dir, ok := strings.CutSuffix(f.Path, "/"+f.Name)
	if !ok {
		return fmt.Sprintf("\x00%d", f.Root), inside(f.Path)
	}
	return dir, inside(dir)
}

// inside reports whether a path is relative, and stays below the working directory.
func inside(p string) bool {
	return fs.ValidPath(p) && p != "." && !strings.Contains(p, `\`) && (len(p) < 2 || p[1] != ':') // C:/
}

// labelOf returns the last element of a directory, if it says something.
func labelOf(dir string) string {
	last := path.Base(path.Clean(strings.ReplaceAll(dir, `\`, "/")))
	if !inside(last) || strings.ContainsRune(last, 0) {
		last = ""
	}
	return cmp.Or(last, "content")
}

func unused(label string, taken map[string]bool) string {
	for n, try := 2, label; ; n++ {
		if !taken[try] {
			return try
		}
		try = fmt.Sprintf("%s-%d", label, n)
	}
}
