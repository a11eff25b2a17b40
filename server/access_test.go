package server

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf16"

	"nlgserver/httpapi"
	"nlgserver/internal/source"
	"nlgserver/internal/source/files"
)

// startWith starts a server of one good response, with the given options.
func startWith(t *testing.T, change func(*Options)) *running {
	t.Helper()
	log := &syncBuffer{}
	opts := Options{
		Listen: "127.0.0.1:0", Poll: -1, FollowEvery: 10 * time.Millisecond, Build: "test",
		Log: logTo(log),
	}
	change(&opts)
	if len(opts.Paths) == 0 && opts.Source == nil && opts.Release == nil {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "responses.yml"), responses("good"))
		opts.Paths = []string{dir}
	}
	a, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return &running{a, t, log}
}

// unwatched is content whose changes nobody notices: a test asks for each reload, and the
// watch is never there first.
type unwatched struct{ source.Source }

// Watch implements [source.Source].
func (unwatched) Watch(ctx context.Context, _ func()) error {
	<-ctx.Done()
	return nil
}

// startUnwatched starts a server of files that it reads again only if it is asked to.
func startUnwatched(t *testing.T, path string) *running {
	t.Helper()
	return startWith(t, func(o *Options) { o.Source = unwatched{files.New([]string{path})} })
}

// logTo returns a logger of everything.
func logTo(log io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// replace replaces a file by a rename, as careful programs do.
func replace(t *testing.T, name, text string) {
	t.Helper()
	write(t, name+"~", text)
	if err := os.Rename(name+"~", name); err != nil {
		t.Fatal(err)
	}
}

// eventually waits until ok returns true.
func (r *running) eventually(what string, ok func() bool) {
	r.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if ok() {
			return
		}
	}
	r.t.Fatalf("%s did not happen; the log:\n%s", what, r.log)
}

func (r *running) statusOf(path string) int {
	r.t.Helper()
	status, _ := r.post(path, `{"response": "utter_x"}`)
	return status
}

// TestRotation replaces the token while requests are in flight: clients that
// change theirs while both are valid lose no request.
func TestRotation(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens")
	write(t, file, "# Rasa's\nsecret-0\n")
	r := startWith(t, func(o *Options) { o.Access.TokenFile = file })
	var current atomic.Pointer[string]
	use := func(token string) { current.Store(&token) }
	use("secret-0")
	done := make(chan struct{})
	var group sync.WaitGroup
	var last [2]atomic.Pointer[string] // the token of each client's last reply
	for i := range last {
		group.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				token := current.Load()
				if status := r.statusOf("/nlg?token=" + *token); status != 200 {
					t.Errorf("a request is lost: %d", status)
					return
				}
				last[i].Store(token)
			}
		})
	}
	for n := 1; n <= 5; n++ {
		old, next := fmt.Sprintf("secret-%d", n-1), fmt.Sprintf("secret-%d", n)
		replace(t, file, old+"\n"+next+"\n")
		r.eventually("the new token", func() bool { return r.statusOf("/nlg?token="+next) == 200 })
		use(next)
		// A request with the old one may still be on its way.
		for i := range last {
			r.eventually("a reply to a request with the new token", func() bool {
				token := last[i].Load()
				return token != nil && *token == next
			})
		}
		replace(t, file, next+"\n")
		r.eventually("the end of the old token", func() bool { return r.statusOf("/nlg?token="+old) == 401 })
	}
	close(done)
	group.Wait()
	if strings.Contains(r.log.String(), "secret-") {
		t.Errorf("the log shows a secret:\n%s", r.log)
	}
}

// TestByteOrderMark checks that a file of secrets, or of a certificate, may begin
// with a byte order mark of UTF-8, and that UTF-16 is refused by name.
func TestByteOrderMark(t *testing.T) {
	encode := func(order binary.ByteOrder, text string) string {
		var b []byte
		for _, unit := range utf16.Encode([]rune(text)) {
			b = append(b, 0, 0)
			order.PutUint16(b[len(b)-2:], unit)
		}
		return string(b)
	}
	for _, tt := range []struct{ name, text, refused string }{
		{"none", "secret\n", ""},
		{"UTF-8", "\ufeffsecret\r\nother\r\n", ""},
		{"UTF-8, a comment first", "\ufeff# Rasa's\nsecret\n", ""},
		{"only the mark", "\ufeff", "contains no secrets"},
		{"UTF-16, little-endian", encode(binary.LittleEndian, "\ufeffsecret\n"), "is UTF-16; save it as UTF-8"},
		{"UTF-16, big-endian", encode(binary.BigEndian, "\ufeffsecret\n"), "is UTF-16; save it as UTF-8"},
		{"UTF-16, no mark", encode(binary.LittleEndian, "secret\n"), "is UTF-16; save it as UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "tokens")
			write(t, file, tt.text)
			if tt.refused != "" {
				_, err := New(Options{Paths: []string{"x"}, Access: AccessOptions{TokenFile: file}})
				if err == nil || !strings.Contains(err.Error(), file+" "+tt.refused) {
					t.Errorf("%v, want %q", err, tt.refused)
				}
				return
			}
			r := startWith(t, func(o *Options) { o.Access.TokenFile = file })
			if got := r.statusOf("/nlg?token=secret"); got != 200 {
				t.Errorf("%d", got)
			}
		})
	}
}

// TestBadSecretsFile checks that an unusable file changes nothing, is logged
// once, and is used again once it is fixed.
func TestBadSecretsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pairs")
	write(t, file, "rasa:one\n")
	r := startWith(t, func(o *Options) { o.Access.BasicAuthFile = file; o.Access.Tokens = []string{"fixed"} })
	as := func(pair string) int {
		user, password, _ := strings.Cut(pair, ":")
		request, err := http.NewRequest(http.MethodPost, "http://"+r.Addr()+"/nlg", strings.NewReader(`{"response": "utter_x"}`))
		if err != nil {
			t.Fatal(err)
		}
		request.SetBasicAuth(user, password)
		reply, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer reply.Body.Close()
		return reply.StatusCode
	}
	faults := 0
	for name, spoil := range map[string]func(){
		"empty":         func() { replace(t, file, "\n# nothing\n") },
		"without colon": func() { replace(t, file, "rasa\n") },
		"gone": func() {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		},
		"a directory": func() {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
			if err := os.Mkdir(file, 0o700); err != nil {
				t.Fatal(err)
			}
		},
	} {
		spoil()
		faults++
		r.eventually(name, func() bool { return strings.Count(r.log.String(), "change rejected") == faults })
		time.Sleep(50 * time.Millisecond) // a few more checks
		if got := strings.Count(r.log.String(), "change rejected"); got != faults {
			t.Errorf("%s: logged %d times, want %d:\n%s", name, got, faults, r.log)
		}
		if as("rasa:one") != 200 || r.statusOf("/nlg?token=fixed") != 200 || as("rasa:two") != 401 {
			t.Errorf("%s: the last good secrets are lost", name)
		}
		if err := os.RemoveAll(file); err != nil {
			t.Fatal(err)
		}
		replace(t, file, "rasa:two\n")
		r.eventually("the repair", func() bool { return as("rasa:two") == 200 })
		if as("rasa:one") != 401 {
			t.Errorf("%s: the old pair is still accepted", name)
		}
		replace(t, file, "rasa:one\n")
		r.eventually("the old pair", func() bool { return as("rasa:one") == 200 })
		faults = strings.Count(r.log.String(), "change rejected")
	}
}

// TestHangupReadsSecrets checks that a hangup does not wait for the next check
// of the files.
func TestHangupReadsSecrets(t *testing.T) {
	file := filepath.Join(t.TempDir(), "headers")
	write(t, file, "X-Key: one\n")
	r := startWith(t, func(o *Options) { o.Access.HeaderFile = file; o.FollowEvery = time.Hour })
	replace(t, file, "X-Key: two\n")
	r.Hangup(context.Background())
	request, err := http.NewRequest(http.MethodPost, "http://"+r.Addr()+"/nlg", strings.NewReader(`{"response": "utter_x"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Key", "two")
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
	if reply.StatusCode != 200 {
		t.Error(reply.Status)
	}
}

// TestBadAccess checks that a server with invalid secrets does not start.
func TestBadAccess(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "responses.yml"), responses("good"))
	write(t, filepath.Join(dir, "empty"), "# nothing\n")
	for name, o := range map[string]AccessOptions{
		"missing file":   {TokenFile: filepath.Join(dir, "missing")},
		"empty file":     {AdminTokenFile: filepath.Join(dir, "empty")},
		"empty token":    {Tokens: []string{""}},
		"no colon":       {BasicAuth: []string{"hunter2"}},
		"bad token name": {TokenName: "a b", Tokens: []string{"hunter2"}},
	} {
		_, err := New(Options{Paths: []string{dir}, Access: o})
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := New(Options{Paths: []string{dir}, Options: httpapi.Options{Origins: []string{"*"}}})
	if err == nil || !strings.Contains(err.Error(), string(SettingOrigin)) {
		t.Errorf("not an origin: %v", err)
	}
}

// TestAdminListen checks that reload, status and metrics are on their own
// listener, with their own secret.
func TestAdminListen(t *testing.T) {
	r := startWith(t, func(o *Options) {
		o.AdminListen = "127.0.0.1:0"
		o.Access.AdminTokens = []string{"admin"}
	})
	for _, tt := range []struct {
		address, method, path string
		want                  int
	}{
		{r.Addr(), "POST", "/nlg", 200},
		{r.Addr(), "POST", "/-/reload?token=admin", 404},
		{r.Addr(), "GET", "/api/v1/status?token=admin", 404},
		{r.Addr(), "GET", "/readyz", 200},
		{r.AdminAddr(), "POST", "/nlg?token=admin", 404},
		{r.AdminAddr(), "POST", "/-/reload", 401},
		{r.AdminAddr(), "POST", "/-/reload?token=admin", 200},
		{r.AdminAddr(), "GET", "/api/v1/status?token=admin", 200},
		{r.AdminAddr(), "GET", "/readyz", 200},
	} {
		request, err := http.NewRequest(tt.method, "http://"+tt.address+tt.path, strings.NewReader(`{"response": "utter_x"}`))
		if err != nil {
			t.Fatal(err)
		}
		reply, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(reply.Body)
		reply.Body.Close()
		if reply.StatusCode != tt.want {
			t.Errorf("%s %s%s: %d %s, want %d", tt.method, tt.address, tt.path, reply.StatusCode, text, tt.want)
		}
	}
}

// TestOpenToAll checks which addresses without authentication get a warning.
func TestOpenToAll(t *testing.T) {
	for text, want := range map[string]bool{"127.0.0.1:1": false, "127.9.9.9:1": false, "[::1]:1": false, "0.0.0.0:1": true, "[::]:1": true, "10.0.0.1:1": true} {
		address, err := net.ResolveTCPAddr("tcp", text)
		if err != nil {
			t.Fatal(err)
		}
		if openToAll(address, false) != want || openToAll(address, true) {
			t.Errorf("%s: %v without a secret, %v with one", text, openToAll(address, false), openToAll(address, true))
		}
	}
}

// TestGuarded checks which endpoints require credentials.
func TestGuarded(t *testing.T) {
	secret := []string{"one"}
	for _, tt := range []struct {
		access        AccessOptions
		public, admin bool
	}{
		{AccessOptions{}, false, false},
		{AccessOptions{Tokens: secret}, true, true},
		{AccessOptions{AdminTokens: secret}, false, true},
		{AccessOptions{Tokens: secret, AdminTokens: secret}, true, true},
	} {
		a, err := New(Options{Paths: []string{t.TempDir()}, Access: tt.access})
		if err != nil {
			t.Fatal(err)
		}
		if public, admin := a.byDefault().gate.Guarded(), a.operators.Guarded(); public != tt.public || admin != tt.admin {
			t.Errorf("%+v: %v, %v", tt.access, public, admin)
		}
	}
}
