//go:build !unix

package files

// identity stands for a directory by its path, where the system has no number for it.
type identity struct{ path string }

// identify returns what is at a path.
func identify(path string) identity { return identity{path} }
