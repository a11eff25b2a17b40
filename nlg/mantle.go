package nlg

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/responses"
)

// mantleFiles are the files that may have been written for Rasa Mantle: they are
// named and built as Mantle wants them. Rasa: section 9.
type mantleFiles []mantleFile

type mantleFile struct {
	responses.Mantle
	// project is the directory of the project that the file would belong to, with
	// its root.
	project string
	path    string
}

// add adds a file if its name and its content are right.
func (m *mantleFiles) add(u *unit) {
	if project, ok := mantleProject(u.file); ok && u.mantle.Fits {
		*m = append(*m, mantleFile{u.mantle, project, u.file.Path})
	}
}

// mantleProject returns the project of a response file: it is in the project's own
// directory or in that of one of its skills.
func mantleProject(f File) (project string, ok bool) {
	dir, base := path.Split(nameOf(f))
	if base != "responses.yml" && base != "responses.yaml" {
		return "", false
	}
	dir = path.Clean(dir)
	if skills := path.Dir(dir); path.Base(skills) == "skills" {
		dir = path.Dir(skills)
	}
	return rooted(f, dir), true
}

// fold replaces what was found in the files of a Mantle project, whose format is
// another, with one diagnostic. Without a project, it reports only the first of
// several files that name themselves as Mantle's.
func (m mantleFiles) fold(found diag.List, files []File) diag.List {
	integrations, skills := map[string]bool{}, map[string]bool{}
	for _, f := range files {
		dir, base := path.Split(nameOf(f))
		dir = path.Clean(dir)
		if base == "integrations.yml" || base == "integrations.yaml" {
			integrations[rooted(f, dir)] = true
		}
		if above := path.Dir(dir); path.Base(above) == "skills" {
			skills[rooted(f, path.Dir(above))] = true
		}
	}
	mantle := map[string]bool{}
	var first *mantleFile
	for i, f := range m {
		if integrations[f.project] && (skills[f.project] || f.BareText) {
			mantle[f.path] = true
			if first == nil || cmp.Compare(f.path, first.path) < 0 {
				first = &m[i]
			}
		}
	}
	if first == nil {
		return foldMantle(found)
	}
	for _, d := range found {
		if d.Code == diag.MantleFile {
			mantle[d.File] = true
		}
	}
	out := slices.DeleteFunc(slices.Clone(found), func(d Diagnostic) bool { return mantle[d.File] })
	d := first.At
	d.Message = "this is a project for Rasa Mantle, whose response files have another format: nlgserver does not serve them" + more(len(mantle))
	d.Hint = "leave its directory out of the paths: Mantle sends these texts itself"
	return append(out, d)
}

// foldMantle keeps the first diagnostic about a file for Mantle.
func foldMantle(found diag.List) diag.List {
	var all diag.List
	for _, d := range found {
		if d.Code == diag.MantleFile {
			all = append(all, d)
		}
	}
	if len(all) < 2 {
		return found
	}
	first := slices.MinFunc(all, func(a, b Diagnostic) int { return cmp.Compare(a.File, b.File) })
	first.Message += more(len(all))
	return append(slices.DeleteFunc(slices.Clone(found), func(d Diagnostic) bool { return d.Code == diag.MantleFile }), first)
}

// more says how many other files a diagnostic is about.
func more(files int) string {
	switch files {
	case 1:
		return ""
	case 2:
		return " (1 other file is like this)"
	default:
		return " (" + strconv.Itoa(files-1) + " other files are like this)"
	}
}

// nameOf returns a file's path below its root.
func nameOf(f File) string { return strings.TrimPrefix(cmp.Or(f.Name, f.Path), "./") }

// rooted returns a directory with the root that it is in.
func rooted(f File, dir string) string { return strconv.Itoa(f.Root) + ":" + dir }
