package files

import (
	"os"
	"path/filepath"
	"strings"
)

// maxLinks is how many symbolic links one path may lead through, as in Linux.
const maxLinks = 40

// step is a name in a directory that affects the target of a path.
type step struct{ dir, name string }

// trail follows an absolute path through its symbolic links, and returns the steps
// that can change its target: each link, and the last name. If a name is missing,
// the trail ends with it: once it exists, the path has a target. The directories
// have no links in them.
func trail(path string) []step {
	var steps []step
	volume := filepath.VolumeName(path)
	at := volume + string(filepath.Separator)
	rest := split(path[len(volume):])
	links := 0
	for len(rest) > 0 {
		name := rest[0]
		rest = rest[1:]
		if name == ".." {
			at = filepath.Dir(at)
			continue
		}
		here := step{at, name}
		next := filepath.Join(at, name)
		info, err := os.Lstat(next)
		if err != nil {
			return append(steps, here)
		}
		if info.Mode()&os.ModeSymlink == 0 {
			if len(rest) == 0 {
				steps = append(steps, here)
			}
			at = next
			continue
		}
		steps = append(steps, here)
		target, err := os.Readlink(next)
		if links++; err != nil || links > maxLinks {
			return steps
		}
		if filepath.IsAbs(target) {
			volume = filepath.VolumeName(target)
			at = volume + string(filepath.Separator)
			target = target[len(volume):]
		}
		rest = append(split(target), rest...)
	}
	return steps
}

// split returns the names in a path; "." and empty names are left out.
func split(path string) []string {
	var names []string
	for name := range strings.SplitSeq(filepath.ToSlash(path), "/") {
		if name != "" && name != "." {
			names = append(names, name)
		}
	}
	return names
}
