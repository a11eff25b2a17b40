package server

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"nlgserver/internal/diag"
)

func TestLogUnused(t *testing.T) {
	found := diag.List{
		{Position: diag.Position{File: "r - Copy.yml"}, Code: diag.CopiedFile, Message: `not used: "utter_a"`},
		{Position: diag.Position{File: "a.yml", Line: 3, Column: 5}, Code: diag.UnknownKey, Message: "another warning"},
	}
	for i := range 12 {
		found = append(found, diag.Diagnostic{
			Position: diag.Position{File: "b.yml", Line: i + 1}, Code: diag.DuplicateResponse, Message: fmt.Sprintf("response %d", i),
			Related: &diag.Related{Position: diag.Position{File: "a.yml", Line: i + 1}},
		})
	}
	var b bytes.Buffer
	logUnused(slog.New(slog.NewTextHandler(&b, nil)), found)
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != mostUnused+1 {
		t.Fatalf("%d lines\n%s", len(lines), b.String())
	}
	for i, want := range map[int]string{
		0:          `level=WARN msg="not used: \"utter_a\"" position="r - Copy.yml" code=NLG039`,
		1:          `level=WARN msg="response 0" position=b.yml:1 code=NLG027 used=a.yml:1`,
		mostUnused: `level=WARN msg="more definitions that are not used; run validate to see them all" more=3`,
	} {
		if !strings.HasSuffix(lines[i], want) {
			t.Errorf("line %d is %s", i, lines[i])
		}
	}
}
