package content_test

import (
	"math/rand/v2"
	"testing"

	"nlgserver/internal/content"
)

// TestCopies checks what is a copy of responses.yml beside it, whatever the order
// of the files.
func TestCopies(t *testing.T) {
	tests := []struct {
		name string
		is   bool
	}{
		// Windows, in several languages.
		{"responses - Copy.yml", true},
		{"responses - Copy (2).yml", true},
		{"responses - Copy - Copy.yml", true},
		{"responses - Kopie.yml", true},
		{"responses - копия.yml", true},
		{"responses — копия.yml", true},
		{"responses – kopie.yml", true},
		{"responses – másolat.yml", true},
		{"responses - コピー.yml", true},
		{"responses - コヒ\u309aー.yml", true}, // as macOS writes it
		{"responses - 副本.yml", true},
		{"Copy of responses.yml", true},
		{"copy of responses.yml", true},
		{"Copy (2) of responses.yml", true},
		{"Kopie von responses.yml", true},
		{"Copie de responses.yml", true},
		{"Copia de responses.yml", true},
		{"コピー ～ responses.yml", true},
		// macOS.
		{"responses copy.yml", true},
		{"responses copy 2.yml", true},
		{"responses Kopie 2.yml", true},
		{"responses copie.yml", true},
		{"responses copia.yml", true},
		{"responsesのコピー.yml", true},
		{"responsesのコピー2.yml", true},
		{"responses的副本.yml", true},
		{"responses 2.yml", true},
		// GNOME, KDE, and Xfce.
		{"responses (copy).yml", true},
		{"responses (another copy).yml", true},
		{"responses (3rd copy).yml", true},
		{"responses (weitere Kopie).yml", true},
		{"responses (copie 2).yml", true},
		{"responses (1).yml", true},
		{"responses(1).yml", true},
		// Programs that keep directories the same.
		{"responses.sync-conflict-20260101-120000-ABCDEFG.yml", true},
		{"responses~20260101-120000.yml", true},
		{"responses (conflicted copy 2026-01-01).yml", true},
		{"responses (Ann's conflicted copy 2026-01-01).yml", true},
		{"responses (In Konflikt stehende Kopie von Ann 2026-01-01).yml", true},
		{"responses (Copia en conflicto de Ann 2026-01-01).yml", true},
		{"responses (Annの競合コピー 2026-01-01).yml", true},
		{"Responses (Case Conflict).yml", true},
		{"responses (SFConflict ann@bank.example 2026-01-01-12-00-00).yml", true},
		{"responses_conflict-20260101-120000.yml", true},
		{"responses_conf(1).yml", true},
		{"responses.Conflict.yml", true},
		{"responses-DESKTOP-1A2B3C4.yml", true},
		{"responses-Anns-MacBook-Pro.yml", true},
		// Editors, git, and authors.
		{"responses_20260101120000.yml", true},
		{"responses-2026-01-01.yml", true},
		{"responses_BACKUP_4711.yml", true},
		{"responses_REMOTE_4711.yml", true},
		{"responses.LOCAL.4711.yml", true},
		{"responses.yml.BASE.4711.yml", true},
		{"responses.yml.orig.yml", true},
		{"responses~.yml", true},
		{"responses~1.yml", true},
		{"responses_copy.yaml", true},
		{"responses-backup.yml", true},
		{"responses_backup_2026-01-01.yml", true},
		{"responses.bak.yml", true},
		{"responses.bak2.yml", true},
		{"responses.old.yml", true},
		{"responses.orig.yml", true},
		{"responses.tmp.yml", true},
		{"responses_archive.yml", true},
		{"backup-responses.yml", true},
		{"old_responses.yml", true},
		// Files of their own.
		{"responses_de.yml", false},
		{"responses-de.yml", false},
		{"responses-pt-BR.yml", false},
		{"responses_v2.yml", false},
		{"responses-2.yml", false},
		{"responses2.yml", false},
		{"responses-2026.yml", false},
		{"responses-oldenburg.yml", false},
		{"responses-laptop.yml", false},
		{"responses_copyright.yml", false},
		{"responses_conflicts.yml", false},
		{"responsescopy.yml", false},
		{"other - Copy.yml", false},
		{"oldresponses.yml", false},
		{"responses.yaml", false},
		{"Responses.yml", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := []content.File{
				{Path: "a/responses.yml"}, {Path: "a/" + tt.name}, {Path: "b/" + tt.name}, {Path: "a/art.yml"}, {Path: "a/zoo.yml"},
			}
			for range 10 {
				rand.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
				for i, c := range content.Copies(files) {
					want := content.Copy{}
					if tt.is && files[i].Path == "a/"+tt.name {
						want = content.Copy{Name: tt.name, Of: "a/responses.yml"}
					}
					if c != want {
						t.Errorf("%q is %+v, want %+v", files[i].Path, c, want)
					}
				}
			}
		})
	}
}

// TestCopiedDirectories checks which files are copies because of a directory that
// they are in.
func TestCopiedDirectories(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files []content.File
		want  []content.Copy
	}{
		{
			"a copy of a directory",
			[]content.File{{Path: "faq - Copy/de/a.yml"}, {Path: "faq/de/a.yml"}, {Path: "b.yml"}},
			[]content.Copy{{"faq - Copy", "faq"}, {}, {}},
		},
		{
			"a file that was split into a directory, and the other way round",
			[]content.File{{Path: "domain.old.yml"}, {Path: "domain/a.yml"}, {Path: "b-backup/x.yml"}, {Path: "b.yml"}},
			[]content.Copy{{"domain.old.yml", "domain"}, {}, {"b-backup", "b.yml"}, {}},
		},
		{
			"names that say nothing but backup",
			[]content.File{{Path: "x/backup/a.yml"}, {Path: "old.yml"}, {Path: "_archive 2025/a.yml"}, {Path: "a.yml"}},
			[]content.Copy{{"backup", ""}, {"old.yml", ""}, {"_archive 2025", ""}, {}},
		},
		{
			"texts may be called copy, and originals are no copies",
			[]content.File{{Path: "copy/a.yml"}, {Path: "original.yml"}, {Path: "oldies.yml"}},
			[]content.Copy{{}, {}, {}},
		},
		{
			"directories above the root do not matter",
			[]content.File{
				{Path: "/srv/backup/a.yml", Name: "a.yml"},
				{Path: "/srv/content/a.yml", Name: "a.yml"},
				{Path: "/srv/content - Copy/a.yml", Name: "a.yml"},
			},
			[]content.Copy{{}, {}, {}},
		},
		{
			"files that are named by their own paths",
			[]content.File{
				{Path: "backup/r - Copy.yml", Name: "r - Copy.yml", Direct: true},
				{Path: "backup/r.yml", Name: "r.yml", Direct: true},
				{Path: "x/r - Copy.yml", Name: "r - Copy.yml", Direct: true},
			},
			[]content.Copy{{"r - Copy.yml", "backup/r.yml"}, {}, {}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for i, c := range content.Copies(tt.files) {
				if c != tt.want[i] {
					t.Errorf("%q is %+v, want %+v", tt.files[i].Path, c, tt.want[i])
				}
			}
		})
	}
}
