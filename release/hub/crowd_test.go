package hub

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"nlgserver/release"
)

// TestCrowd: whoever has the token of a replica can neither fill the disk nor keep others
// from publishing.
func TestCrowd(t *testing.T) {
	root := t.TempDir()
	server := serve(t, Config{Dir: root, Access: Access{Publish: []string{publishToken}, Read: []string{readToken}}})
	put := func(token, path, body string) int {
		reply, _ := ask(t, server, "PUT", path, body, "Authorization", "Bearer "+token)
		return reply.StatusCode
	}
	if status := put(readToken, "/bot/"+release.ReplicaKey("first"), "x"); status != http.StatusNoContent {
		t.Fatal(status)
	}
	for i := range maxReplicas - 1 {
		if err := os.WriteFile(filepath.Join(root, "bot", release.ReplicaKey(fmt.Sprint(i))), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		token, path, body string
		status            int
	}{
		{readToken, "/bot/" + release.ReplicaKey("more"), "x", http.StatusInsufficientStorage},
		{readToken, "/bot/" + release.ReplicaKey("first"), "y", http.StatusNoContent},
		{readToken, "/bot/" + release.ReplicaKey("first"), string(make([]byte, release.MaxRecord+1)), http.StatusRequestEntityTooLarge},
		{publishToken, "/bot/" + release.ReplicaKey("more"), "x", http.StatusNoContent},
	} {
		if status := put(c.token, c.path, c.body); status != c.status {
			t.Errorf("%s: %d, want %d", c.path, status, c.status)
		}
	}
}

// TestCrowdOfAssistants is TestCrowd for replicas that name assistants that there are not.
func TestCrowdOfAssistants(t *testing.T) {
	h, err := New(Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	for i := range maxOfReplicas {
		if i > 0 { // as if they were there: each real one takes a watch
			h.assistants[fmt.Sprint("other-", i)] = nil
		}
	}
	if _, err := h.find("last", maxOfReplicas); err != nil {
		t.Error(err)
	}
	if _, err := h.find("more", maxOfReplicas); err == nil {
		t.Error("a replica may make one more")
	}
	if _, err := h.find("more", maxAssistants); err != nil {
		t.Error(err)
	}
	for name, a := range h.assistants {
		if a == nil {
			delete(h.assistants, name)
		}
	}
}
