package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"nlgserver/config"
	"nlgserver/internal/diag"
	"nlgserver/internal/source"
)

// rules check what a configuration says as a whole.
type rules struct {
	of *configured
	// isWhole is set if all of the file could be read: only then can something be
	// missing in it.
	isWhole bool
	// found are the errors of the file, given those of the command line and the
	// environment.
	found diag.List
	given []error
}

func (r *rules) check() {
	r.faults(r.of.server, r.of.server.faults(r.of.server.flags))
	r.emptySecrets(r.of.file.Server)
	if r.isWhole {
		r.both(r.of.server, "tls-cert", "tls-key")
	}
	for _, a := range r.of.assistants {
		r.faults(a.settings, a.recordFaults())
		r.emptySecrets(a.own.Settings)
		r.metadata(a.own.Settings)
		if content, isSet := a.own.Settings["content"]; isSet && len(content.Values) == 0 {
			r.add(content.Diagnose("content is empty", "write the path of its response files, such as `content: "+a.name+"/`"))
		}
		r.notContent(a)
		r.contentOrStore(a)
		r.rephraseFile(&a.rephraseFlags)
	}
	r.ownStore()
	for _, flag := range [...]string{"record", "last-good"} {
		r.ownPath(flag)
	}
	if r.isWhole {
		r.operators()
	}
}

func (r *rules) add(d diag.Diagnostic) { r.found = append(r.found, d) }

// faults adds the faults of settings, each where its value comes from. Those of single
// values in the file were found when it was read.
func (r *rules) faults(s *settings, faults []fault) {
	for _, x := range faults {
		if in, ok := s.inFile[x.flag]; ok {
			r.add(in.diagnose(x))
			continue
		}
		r.given = append(r.given, s.errorOf(x))
	}
}

// emptySecrets rejects lists of secrets that are empty: they must not turn the protection
// off.
func (r *rules) emptySecrets(in config.Settings) {
	for key, s := range in {
		_, name, _ := strings.Cut(key, "access.")
		if name == "" {
			name = key
		}
		if len(s.Values) == 0 && slices.Contains(secretFlags[:], flagName(name)) {
			r.add(s.Diagnose(key+" "+isEmpty, ""))
		}
	}
}

// both rejects one of two flags without the other.
func (r *rules) both(s *settings, one, other string) {
	if s.flags.Lookup(one).Value.String() == "" {
		one, other = other, one
	}
	if s.flags.Lookup(one).Value.String() == "" || s.flags.Lookup(other).Value.String() != "" {
		return
	}
	if in, ok := s.inFile[one]; ok {
		r.add(in.Diagnose(in.key+" needs "+keyName(other), "add `"+keyName(other)+": …`"))
		return
	}
	r.given = append(r.given, fmt.Errorf("%s needs --%s", s.nameOf(one), other))
}

// attribute is a name of an attribute of log lines, and ownAttributes those that lines
// have already.
var (
	attribute     = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)
	ownAttributes = [...]string{"time", "level", "msg", "assistant"}
)

func (r *rules) metadata(in config.Settings) {
	s := in["metadata"]
	for _, p := range s.Pairs {
		switch {
		case slices.Contains(ownAttributes[:], p.Name):
			r.add(s.Diagnose(fmt.Sprintf("metadata cannot have the name %q, which each line of the log has", p.Name), "choose another name"))
		case !attribute.MatchString(p.Name):
			r.add(s.Diagnose(fmt.Sprintf("metadata cannot have the name %q", p.Name), "use letters, digits, ., _ and -, and begin with a letter"))
		}
	}
}

// notContent checks that the file is no content of an assistant: what is wrong with content
// is shown, and content is copied, with the secrets that the file may have.
func (r *rules) notContent(a assistant) {
	file, err := filepath.Abs(r.of.file.Path)
	if err != nil {
		return
	}
	for i, path := range a.paths {
		path, err := filepath.Abs(path)
		if err != nil {
			continue
		}
		below, err := filepath.Rel(path, file)
		if isBelow := err == nil && filepath.IsLocal(below) && source.IsContent(filepath.Base(file)); !isBelow && path != file {
			continue
		}
		says, hint := "this file would be content, with the secrets that it may have", "name content without this file; one called "+configFile+" in a directory is no content"
		if content, isOwn := a.own.Settings["content"]; isOwn {
			r.add(content.DiagnoseValue(i, says, hint))
			continue
		}
		r.given = append(r.given, fmt.Errorf("%s: %s: %s", r.of.file.Shown(), says, hint))
	}
}

// ownPath checks that no two assistants write to the same path.
func (r *rules) ownPath(flag string) {
	first := map[string]fileSetting{}
	for _, a := range r.of.assistants {
		path := a.flags.Lookup(flag).Value.String()
		if path == "" {
			continue
		}
		if _, isOwn := a.own.Settings[ownKey(flag)]; !isOwn {
			if len(r.of.assistants) > 1 {
				r.shared(a, flag)
			}
			continue
		}
		in := a.inFile[flag]
		absolute, err := filepath.Abs(path)
		if err != nil {
			absolute = filepath.Clean(path)
		}
		other, taken := first[absolute]
		if !taken {
			first[absolute] = in
			continue
		}
		d := in.Diagnose(fmt.Sprintf("another assistant has the same %s", in.key), "give each assistant its own, such as `"+shortKey(flag)+": "+filepath.ToSlash(filepath.Join(filepath.Dir(path), a.name+filepath.Ext(path)))+"`")
		d.Related = &diag.Related{Position: other.Diagnose("", "").Position, Message: "it is here too"}
		r.add(d)
	}
}

// ownKey returns the key of an assistant that sets a flag.
func ownKey(flag string) string {
	for _, key := range flagsOfAssistant {
		if key.flag == flag {
			return key.key
		}
	}
	return ""
}

// shortKey returns how the key of a flag is written in an assistant where it has a value
// only.
func shortKey(flag string) string {
	group, _, _ := strings.Cut(ownKey(flag), ".")
	return group
}

// shared rejects a path that an assistant would share with others.
func (r *rules) shared(a assistant, flag string) {
	says := "cannot be shared by several assistants"
	if in, ok := a.inFile[flag]; ok {
		r.add(in.Diagnose(in.key+" "+says, "remove it here; write `"+shortKey(flag)+": …` in each assistant that needs it, each with a path of its own"))
		return
	}
	if err := fmt.Errorf("%s %s: write %s in each assistant of %s", a.nameOf(flag), says, shortKey(flag), r.of.file.Shown()); len(r.given) == 0 || r.given[len(r.given)-1].Error() != err.Error() {
		r.given = append(r.given, err)
	}
}

// operators checks that reload, status and metrics are not open because only the
// assistants are guarded.
func (r *rules) operators() {
	if slices.ContainsFunc(slices.Concat(accessFlags[:], []string{"admin-token", "admin-token-file", "admin-listen"}), r.of.server.flags.Changed) {
		return
	}
	for _, a := range r.of.assistants {
		if s, ok := hasOwnAccess(a.own); ok {
			d := s.Diagnose("the assistant is guarded, but anyone may reload it, and read status and metrics",
				"add `admin_token_file: PATH` or `admin_listen: 127.0.0.1:5057` at the top of the file: the secrets of an assistant open its own routes only")
			d.Source = ""
			r.add(d)
			return
		}
	}
}
