package content_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"nlgserver/internal/content"
)

func TestCopies(t *testing.T) {
	tests := []struct {
		name string
		is   bool
	}{
		{"responses - Copy.yml", true},
		{"responses - Copy (2).yml", true},
		{"responses - Copy - Copy.yml", true},
		{"responses copy.yml", true},
		{"responses copy 2.yml", true},
		{"responses 2.yml", true},
		{"responses (1).yml", true},
		{"responses(1).yml", true},
		{"responses_copy.yaml", true},
		{"responses - Kopie.yml", true},
		{"responses - копия.yml", true},
		{"responses-backup.yml", true},
		{"responses_backup_2026-01-01.yml", true},
		{"responses.bak.yml", true},
		{"responses.bak2.yml", true},
		{"responses.old.yml", true},
		{"responses.orig.yml", true},
		{"responses~.yml", true},
		{"responses~1.yml", true},
		{"responses.sync-conflict-20260101-120000-ABCDEFG.yml", true},
		{"responses (conflicted copy 2026-01-01).yml", true},
		{"responses (Ann's conflicted copy 2026-01-01).yml", true},
		{"responses (SFConflict ann@bank.example 2026-01-01-12-00-00).yml", true},
		{"responses_BACKUP_4711.yml", true},
		{"responses.LOCAL.4711.yml", true},
		{"copy of responses.yml", true},
		{"Copy of responses.yml", true},
		{"Copy (2) of responses.yml", true},
		{"Kopie von responses.yml", true},
		{"backup-responses.yml", true},
		{"old_responses.yml", true},
		{"responses_de.yml", false},
		{"responses2.yml", false},
		{"responses-oldenburg.yml", false},
		{"responses_copyright.yml", false},
		{"responses_conflicts.yml", false},
		{"responsescopy.yml", false},
		{"other - Copy.yml", false},
		{"oldresponses.yml", false},
		{"responses.yaml", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var c content.Copies
			if _, isCopy := c.Add(content.File{Path: "a/responses.yml"}); isCopy {
				t.Error("the original is a copy")
			}
			original, isCopy := c.Add(content.File{Path: "a/" + tt.name})
			if isCopy != tt.is || tt.is && original != "a/responses.yml" {
				t.Errorf("copy %t of %q, want %t", isCopy, original, tt.is)
			}
			if _, isCopy := c.Add(content.File{Path: "b/" + tt.name}); isCopy {
				t.Error("a file of another directory is its original")
			}

			names := []string{"responses.yml", tt.name, "zoo.yml", "art.yml"}
			want := ""
			for range 10 {
				rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
				content.Order(names, func(name string) string { return name })
				if got := slices.Index(names, "responses.yml") < slices.Index(names, tt.name); tt.is && !got {
					t.Errorf("order %q", names)
				}
				if got := names[0] + names[1] + names[2] + names[3]; want != "" && got != want {
					t.Errorf("the order depends on the input: %s and %s", got, want)
				} else {
					want = got
				}
			}
		})
	}
}

func TestOrder(t *testing.T) {
	want := []string{
		"a", "a.yaml", "a.yml", "a (1).yml", "a - Copy.yml", "copy of a.yml", "a-b.yml", "a.b.yml", "b", "b.yml", "copy of c.yml", "_old", "archive", "backup",
	}
	names := slices.Clone(want)
	slices.Sort(names)
	content.Order(names, func(name string) string { return name })
	if !slices.Equal(names, want) {
		t.Errorf("got  %q\nwant %q", names, want)
	}
}
