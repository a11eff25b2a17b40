package release

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"nlgserver/internal/content"
)

// Bundle is content and its settings, packed.
type Bundle struct {
	// Ref names it; it has no number.
	Ref
	// Manifest is the SHA-256 of the manifest, in hexadecimal.
	Manifest string
	// Data are the bytes: a tar.gz that starts with the manifest.
	Data []byte
	// Files says how many there are.
	Files int
}

// Unpacked is what was in a [Bundle].
type Unpacked struct {
	// Version is that of the content, and Manifest the SHA-256 of the manifest.
	Version, Manifest string
	// Files are in loading order. Their paths for messages may differ from those that were
	// packed: see [Pack].
	Files []content.File
	// Settings are the bytes of .nlgserver.yml; nil for none.
	Settings []byte
}

// Pack packs files, which are in loading order, and the bytes of .nlgserver.yml; nil for
// none. Equal arguments give equal bytes. Another version of Go may compress them otherwise
// and so give them another name; the manifest stays the same.
//
// The content's version stays the same, and so do the paths for messages, as long as they
// are relative and do not lead out of the working directory. What others have before the
// name is replaced by its last element, so that no bundle tells where somebody keeps files,
// and equal content has an equal bundle on every machine. What is different before the name
// stays different: /srv/a/content and /srv/b/content become content and content-2.
func Pack(files []content.File, settings []byte) (*Bundle, error) {
	m := manifest{Format: bundleFormat, Files: make([]file, len(files))}
	if settings != nil {
		m.Settings = &digest{Size: int64(len(settings))}
	}
	paths := shownPaths(files)
	for i, f := range files {
		m.Files[i] = file{Path: paths[i], Root: f.Root, Name: f.Name, Direct: f.Direct, digest: digest{Size: int64(len(f.Data))}}
	}
	if err := m.check(); err != nil { // before much is hashed in vain
		return nil, fmt.Errorf("cannot bundle the content: %w", err)
	}
	m.Version = content.Version(files)
	if settings != nil {
		m.Settings.SHA256 = SettingsDigest(settings)
	}
	for i, f := range files {
		m.Files[i].SHA256 = sha256Of(f.Data)
	}
	head, err := json.MarshalIndent(&m, "", " ")
	if err != nil {
		return nil, err
	}
	head = append(head, '\n')
	if len(head) > mostManifest {
		return nil, fmt.Errorf("cannot bundle the content: its manifest has %d bytes, the limit is %d", len(head), mostManifest)
	}
	var out bytes.Buffer
	to := newArchive(&out)
	err = to.add(manifestEntry, head)
	if err == nil && settings != nil {
		err = to.add(settingsEntry, settings)
	}
	for i := range files {
		if err == nil {
			err = to.add(m.Files[i].entry(), files[i].Data)
		}
	}
	if err := errors.Join(err, to.close()); err != nil {
		return nil, fmt.Errorf("cannot bundle the content: %w", err)
	}
	if out.Len() > MaxEntry {
		return nil, fmt.Errorf("cannot bundle the content: the bundle has %d bytes, the limit is %d", out.Len(), MaxEntry)
	}
	return &Bundle{
		Ref:      Ref{Version: m.Version, Bundle: sha256Of(out.Bytes()), Size: int64(out.Len()), Settings: SettingsDigest(settings)},
		Manifest: sha256Of(head),
		Data:     out.Bytes(),
		Files:    len(files),
	}, nil
}

// SettingsDigest returns what the bytes of .nlgserver.yml are known by: their SHA-256, in
// hexadecimal; empty for none.
func SettingsDigest(settings []byte) string {
	if settings == nil {
		return ""
	}
	return sha256Of(settings)
}

// Unpack returns what is in a bundle, if every byte is as it was packed. It needs no more
// memory than content may have. It does not know which bundle the caller wants: who has
// asked for one compares the SHA-256 of the data, or the manifest's.
func Unpack(data []byte) (*Unpacked, error) {
	u, err := unpack(data)
	if err != nil {
		return nil, fmt.Errorf("the bundle is damaged: %w", err)
	}
	return u, nil
}

func unpack(data []byte) (*Unpacked, error) {
	from, err := openArchive(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	head, err := from.first(manifestEntry, mostManifest)
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(head, &m); err != nil {
		return nil, fmt.Errorf("cannot read its manifest: %w", err)
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	u := &Unpacked{Version: m.Version, Manifest: sha256Of(head), Files: make([]content.File, len(m.Files))}
	entry := func(name string, d digest) ([]byte, error) {
		data, err := from.next(name, d.Size)
		if err == nil {
			err = d.check(name, data)
		}
		return data, err
	}
	if m.Settings != nil {
		if u.Settings, err = entry(settingsEntry, *m.Settings); err != nil {
			return nil, err
		}
	}
	for i := range m.Files {
		f := &m.Files[i]
		data, err := entry(f.entry(), f.digest)
		if err != nil {
			return nil, err
		}
		u.Files[i] = f.contentFile(data)
	}
	if err := from.end(); err != nil {
		return nil, err
	}
	if content.Version(u.Files) != m.Version {
		return nil, errors.New("its files do not have the version that is listed")
	}
	return u, nil
}
