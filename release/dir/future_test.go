package dir

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"nlgserver/release"
)

// TestFuture checks that what was staged before the clock was set back keeps nobody from
// publishing, and that a replica whose beat seems to be from the future is still asked.
func TestFuture(t *testing.T) {
	for _, c := range []struct {
		ahead           time.Duration
		abandoned, lost bool
	}{
		{30 * time.Second, false, false}, // the clock of a file server
		{time.Hour, true, false},
		{10 * 365 * 24 * time.Hour, true, false},
	} {
		path := filepath.Join(t.TempDir(), "store")
		s := openAt(t, path, Options{})
		staged, err := release.Encode(&release.Staged{Nonce: "n", By: "ann", Wait: 20 * time.Second}, release.Signers{})
		if err != nil {
			t.Fatal(err)
		}
		beat, err := release.Encode(&release.Beat{Replica: "a", Every: 5 * time.Second}, release.Signers{})
		if err != nil {
			t.Fatal(err)
		}
		when := time.Now().Add(c.ahead)
		for key, data := range map[string][]byte{release.StagedKey: staged, release.ReplicaKey("a"): beat} {
			put(t, s, key, string(data))
			if err := os.Chtimes(filepath.Join(path, filepath.FromSlash(key)), when, when); err != nil {
				t.Fatal(err)
			}
		}
		status, err := release.ReadStatus(t.Context(), s, release.Trust{})
		if err != nil || status.Abandoned != c.abandoned || len(status.Replicas) != 1 || status.Replicas[0].Lost != c.lost {
			t.Errorf("%v ahead: %+v, %v", c.ahead, status, err)
		}
	}
}
