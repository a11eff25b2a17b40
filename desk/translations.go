package desk

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"nlgserver/desk/internal/view"
)

const (
	// maxKeep is how many texts a query may name that are listed whatever their state.
	maxKeep = 100
	// maxCode is how long the code of a language may be, in bytes.
	maxCode = 64
)

func (d *Desk) translations(w http.ResponseWriter, r *http.Request, s *session) error {
	q, err := readTranslationQuery(r.URL.Query())
	if err != nil {
		refuse(w, codeQuery, err.Error())
		return nil
	}
	c := d.shown(w, s)
	if c == nil {
		return nil
	}
	found, err := c.Translations(q)
	if err != nil {
		return refuseLanguage(w, err)
	}
	return reply(w, r, found)
}

// refuseLanguage refuses a request for a language that nothing can be translated into.
// It returns an error that is not about the language.
func refuseLanguage(w http.ResponseWriter, err error) error {
	if isLanguage(err) {
		refuse(w, codeQuery, "language: "+err.Error())
		return nil
	}
	return err
}

func isLanguage(err error) bool {
	_, is := errors.AsType[*view.LanguageError](err)
	return is
}

// readTranslationQuery reads the query of the texts of a language. The error says which
// parameter is wrong.
func readTranslationQuery(q url.Values) (view.TranslationQuery, error) {
	out := view.TranslationQuery{State: q.Get("state"), Words: q.Get("q"), Response: q.Get("response"), Keep: q["keep"], After: -1}
	var err error
	if out.Language, err = readLanguage(q); err != nil {
		return out, err
	}
	switch {
	case len(out.Words) > maxWords:
		return out, fmt.Errorf("q: search for at most %d bytes", maxWords)
	case len(out.Keep) > maxKeep:
		return out, fmt.Errorf("keep: name at most %d texts", maxKeep)
	}
	for name, to := range map[string]*int{"offset": &out.Offset, "limit": &out.Limit, "after": &out.After} {
		text := q.Get(name)
		if text == "" {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil || n < 0 {
			return out, fmt.Errorf("%s: write a number from 0", name)
		}
		*to = int(n)
	}
	return out, out.Check()
}

// readLanguage reads the code of a language.
func readLanguage(q url.Values) (string, error) {
	code := q.Get("language")
	if code == "" || len(code) > maxCode {
		return "", errors.New("language: write the code of a language, such as de or pt-BR")
	}
	return code, nil
}

// coverageReply is how far the content is translated.
type coverageReply struct {
	Version   string                     `json:"version"`
	Languages []view.TranslationCoverage `json:"languages"`
}

func (d *Desk) translationCoverage(w http.ResponseWriter, r *http.Request, s *session) error {
	c := d.shown(w, s)
	if c == nil {
		return nil
	}
	return reply(w, r, coverageReply{Version: c.Version(), Languages: c.TranslationCoverage()})
}

func (d *Desk) exportTranslations(w http.ResponseWriter, r *http.Request, s *session) error {
	q := r.URL.Query()
	code, err := readLanguage(q)
	e := view.TranslationExport{Language: code, Format: q.Get("format"), States: q["only"], Name: d.cfg.Title}
	if err == nil {
		err = e.Check()
	}
	if err != nil {
		refuse(w, codeQuery, err.Error())
		return nil
	}
	c := d.shown(w, s)
	if c == nil {
		return nil
	}
	file, err := c.Export(e)
	if err != nil {
		if err := refuseLanguage(w, err); err != nil {
			refuse(w, codeNotExported, err.Error())
		}
		return nil
	}
	h := w.Header()
	h.Set("Content-Type", file.MediaType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	h.Set("Content-Length", strconv.Itoa(len(file.Data)))
	_, _ = w.Write(file.Data)
	return nil
}
