package view

import (
	"strings"

	"nlgserver/responses"
)

// textIn returns a text in pieces.
func textIn(t *responses.Text) Text {
	return Text{Language: t.Language, Path: t.Path, Pieces: piecesOf(t)}
}

// plain returns a text without variables.
func plain(path, text string) Text { return Text{Path: path, Pieces: cut(text, nil)} }

// mark is a part of a text that is not plain.
type mark struct {
	start, end int
	kind       string
}

// The kinds of pieces.
const (
	variablePiece = "variable"
	codePiece     = "code"
)

// piecesOf returns the pieces of a text, as its engine reads it.
func piecesOf(t *responses.Text) []Piece {
	var marks []mark
	switch {
	case t.Format != nil:
		for s := range t.Format.Spans() {
			if responses.IsVariableName(s.Name) && !isEnvironment(t.Source, s.Start, s.Name) {
				marks = append(marks, mark{s.Start, s.End, variablePiece})
			}
		}
	case t.Jinja != nil:
		for tag := range t.Jinja.Tags() {
			kind := codePiece
			if tag.Prints {
				kind = variablePiece
			}
			marks = append(marks, mark{tag.Start, tag.End, kind})
		}
	}
	return cut(t.Source, marks)
}

// isEnvironment reports whether a variable is written as ${NAME}, in capitals: an
// environment variable.
func isEnvironment(text string, start int, name string) bool {
	return start > 0 && text[start-1] == '$' && name != "" && name == strings.ToUpper(name)
}

// cut cuts a text at its marks.
func cut(text string, marks []mark) []Piece {
	pieces := []Piece{}
	at := 0
	add := func(end int, kind string) {
		if end > at {
			pieces = append(pieces, Piece{text[at:end], kind})
			at = end
		}
	}
	for _, m := range marks {
		add(m.start, "")
		add(m.end, m.kind)
	}
	add(len(text), "")
	return pieces
}
