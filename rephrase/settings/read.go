package settings

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"path/filepath"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/rephrase"
	"nlgserver/rephrase/llm"
)

// Read reads a file whose content is given. Variables are looked up in env, and the files
// that it names are read by open. See [Load].
func Read(path string, data []byte, env func(name string) (string, bool), open func(path string) ([]byte, error)) (*File, diag.List) {
	doc, found := document.Parse(path, data, document.Options{
		Lenient: true, Env: unexpanded, EnvAllowed: func(string) bool { return true },
	})
	r := &reader{
		Reader: document.Reader{WrongType: diag.Configuration, UnknownKey: diag.Configuration, Found: ofFile(found)},
		file:   &File{Path: path, Options: rephrase.DefaultOptions(), MostWaiting: llm.DefaultMostWaiting},
		env:    env, open: open, digest: sha256.New(), secretLines: map[int]bool{},
	}
	r.note(path, data)
	r.unread(doc == nil)
	if doc != nil {
		r.root(doc)
	}
	r.conceal(string(data))
	r.Found.Sort()
	r.Found = r.Found.Unique()
	r.digest.Sum(r.file.Digest[:0])
	return r.file, r.Found
}

type reader struct {
	document.Reader
	file   *File
	env    func(name string) (string, bool)
	open   func(path string) ([]byte, error)
	digest hash.Hash
	// secretLines are the lines that hold what may be a secret.
	secretLines map[int]bool
	groups      []group
}

// shown returns a path as messages show it.
func shown(path string) string { return filepath.ToSlash(path) }

// note adds a file to those that were read.
func (r *reader) note(path string, data []byte) {
	r.file.Paths = append(r.file.Paths, path)
	var size [16]byte
	binary.LittleEndian.PutUint64(size[:], uint64(len(path)))
	binary.LittleEndian.PutUint64(size[8:], uint64(len(data)))
	r.digest.Write(size[:])
	r.digest.Write([]byte(path))
	r.digest.Write(data)
}

// The keys at the top that are read.
const (
	nlgKey    = "nlg"
	groupsKey = "model_groups"
)

// otherKeys are the keys that Rasa has at the top of an endpoints.yml for its own.
var otherKeys = []string{
	"action_endpoint", "tracker_store", "lock_store", "event_broker", "models", "nlu", "tracing", "metrics", "vector_store",
	"secrets_manager", "privacy", "anonymization", "interruption_handling", "mcp_servers", "version",
}

// anchorPrefix begins the keys at the top that hold nothing but anchors, as in the files of
// Docker Compose.
const anchorPrefix = "x-"

const nlgHint = "add `nlg: {type: rephrase}`"

func (r *reader) root(doc *document.Document) {
	root := doc.Root()
	if root.IsMissing() {
		r.Found = append(r.Found, doc.AtStart(diag.Configuration, "the file has no nlg section", nlgHint))
		return
	}
	if !r.Map(root, "the file", "start with `nlg:`, and write the settings below it") {
		return
	}
	nlg, toldTop := root.Entry(nlgKey), false
	isEmpty := nlg.IsMissing() || nlg.Value.IsNull()
	for e := range root.Entries() {
		name := e.Name()
		switch {
		case name == nlgKey, name == groupsKey, slices.Contains(otherKeys, name), strings.HasPrefix(name, anchorPrefix):
		case slices.Contains(nlgKeys, name) && isEmpty:
			if !toldTop {
				hint := "write `nlg:` on a line above, and indent these lines below it"
				if !nlg.IsMissing() {
					hint = "indent these lines, so that they are below `nlg:`"
				}
				r.wrong(e.Key, "the settings of rephrasing are not below nlg", hint)
			}
			toldTop = true
		default:
			r.unknownAtTop(e)
		}
	}
	if v := root.Get(groupsKey); !v.IsMissing() {
		r.modelGroups(v)
	}
	switch {
	case toldTop:
	case !nlg.IsMissing():
		r.nlg(nlg)
	case !r.Found.Refused():
		r.Error(root, diag.Configuration, "the file has no nlg section", nlgHint)
	}
}

func (r *reader) unknownAtTop(e document.Entry) {
	before := len(r.Found)
	r.Unknown(e, "the file", append([]string{nlgKey, groupsKey}, otherKeys...)...)
	if d := &r.Found[before]; slices.Contains(nlgKeys, e.Name()) {
		d.Hint = "move it below `nlg:`"
	} else if strings.HasPrefix(d.Hint, "the keys are ") {
		d.Hint = "remove it; `nlg:` and `model_groups:` are read here, and the other keys of Rasa's endpoints.yml passed over"
	}
	r.concealIfSecret(e, "")
}

// warn adds a warning at a value.
func (r *reader) warn(at document.Value, message, hint string) {
	r.Found = append(r.Found, at.Diagnose(diag.Warning, diag.Configuration, message, hint))
}

// wrong adds an error at a value.
func (r *reader) wrong(at document.Value, message, hint string) {
	r.Error(at, diag.Configuration, message, hint)
}

// read reads a file that a value names, and reports whether it could.
func (r *reader) read(at document.Value, name, path string) (full string, data []byte, ok bool) {
	full = path
	if !filepath.IsAbs(path) {
		full = filepath.Join(filepath.Dir(r.file.Path), path)
	}
	data, err := r.open(full)
	if err != nil {
		r.wrong(at, name+" "+document.Quote(written(at))+" cannot be read: "+causeOf(err).Error(), "write the path of a file, relative to the directory of this one")
		return full, nil, false
	}
	r.note(full, data)
	return full, data, true
}
