package server

import (
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nlgserver/httpapi"
	"nlgserver/internal/laws"
)

// theNames are the assistants of a [realm], and the contents that they may have.
var theNames = [...]string{"bank", "shop", "till"}

// member is an assistant as the configuration has it.
type member struct {
	content   string // of the source that it has
	token     string // empty if everyone may ask
	onUnknown string
	record    string
	lastGood  string
	version   int // of these settings
}

// realm is a server of several assistants whose configuration and contents may change in
// any way.
type realm struct {
	*rapid.T
	*fleet
	sources map[string]*moody
	// editions are the numbers of the contents.
	edition int
	file    string // is in the way of directories

	// next is the configuration as it is written, byDefault the default in it.
	next      map[string]member
	byDefault string
	// wrong is set if it cannot be read.
	wrong bool

	// used and answersFor are the configuration in use.
	used       map[string]member
	answersFor string
	// says is the model: what each assistant that is there says, "" if it has never had
	// good content.
	says map[string]string
	// begins are those that have not loaded anything yet: a copy is for them.
	begins map[string]bool
	// copies are the last good copies by their paths.
	copies map[string]string
	// answered are the paths with a reply at the last look.
	answered map[string]bool
}

// good returns what the content of an assistant says, if it is good.
func (r *realm) good(m member) (text string, is bool) {
	mood, text, _ := r.sources[m.content].now()
	return said(m.content, numberOf(text)), mood == calm && numberOf(text) > 0
}

func numberOf(text string) (number int) {
	var name string
	if _, rest, ok := strings.Cut(text, `text: "`); ok {
		_, _ = fmt.Sscanf(rest, "%s %d", &name, &number)
	}
	return number
}

// valid reports whether the configuration can be put to use.
func (r *realm) valid() bool {
	if r.wrong || len(r.next) == 0 {
		return false
	}
	for name, m := range r.next {
		missing := m.token == "missing" || strings.HasPrefix(m.record, r.file)
		if missing && r.used[name] != m {
			return false
		}
	}
	return true
}

// options writes the configuration.
func (r *realm) options() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fleet.wrong, r.fleet.next = nil, Assistants{Default: r.byDefault}
	if r.wrong {
		r.fleet.wrong = fmt.Errorf("broken")
	}
	for _, name := range theNames {
		m, there := r.next[name]
		if !there {
			continue
		}
		opts := AssistantOptions{
			Name: name, Source: r.sources[m.content], OnUnknown: m.onUnknown, LastGood: m.lastGood, Fingerprint: fmt.Sprintf("%+v", m),
		}
		opts.Record.Dir = m.record
		switch m.token {
		case "":
		case "missing":
			opts.Access.TokenFile = filepath.Join(r.dir, "missing")
		default:
			opts.Access.Tokens = []string{m.token}
		}
		r.fleet.next.Options = append(r.fleet.next.Options, opts)
	}
}

// load is what an attempt of each assistant to load its content comes to.
func (r *realm) load() {
	for name, m := range r.used {
		mood, _, _ := r.sources[m.content].now()
		switch text, good := r.good(m); {
		case good:
			r.says[name] = text
			if m.lastGood != "" {
				r.copies[m.lastGood] = text
			}
		case r.begins[name] && mood != hangs:
			r.says[name] = r.copies[m.lastGood]
		}
		r.begins[name] = r.begins[name] && mood == hangs
	}
}

// configure is what the configuration comes to when it is read.
func (r *realm) configure() {
	if !r.valid() {
		return
	}
	for name := range r.used {
		if _, there := r.next[name]; !there {
			delete(r.says, name)
		}
	}
	for name, m := range r.next {
		r.begins[name] = r.says[name] == "" && (r.begins[name] || r.used[name] != m)
	}
	r.used, r.answersFor = maps.Clone(r.next), r.byDefault
	r.load()
}

// change changes a member of the configuration.
func (r *realm) change(t *rapid.T, how func(*member)) {
	name := rapid.SampledFrom(theNames[:]).Draw(t, "assistant")
	m, there := r.next[name]
	if !there {
		t.Skip("not there")
	}
	how(&m)
	r.next[name] = m
}

func (r *realm) actions() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"come": func(t *rapid.T) {
			name := rapid.SampledFrom(theNames[:]).Draw(t, "assistant")
			if _, there := r.next[name]; !there {
				r.next[name] = member{content: name}
			}
		},
		"go": func(t *rapid.T) { delete(r.next, rapid.SampledFrom(theNames[:]).Draw(t, "assistant")) },
		"content path": func(t *rapid.T) {
			r.change(t, func(m *member) { m.content = rapid.SampledFrom(theNames[:]).Draw(t, "content") })
		},
		"unknown": func(t *rapid.T) {
			r.change(t, func(m *member) {
				m.onUnknown = rapid.SampledFrom([]string{"", httpapi.OnUnknownEmpty, "utter_x"}).Draw(t, "reply")
			})
		},
		"access": func(t *rapid.T) {
			r.change(t, func(m *member) {
				m.token = rapid.SampledFrom([]string{"", "RED", "GREEN", "missing"}).Draw(t, "token")
			})
		},
		"records": func(t *rapid.T) {
			r.change(t, func(m *member) {
				m.record = rapid.SampledFrom([]string{"", filepath.Join(r.dir, "records-"+m.content), filepath.Join(r.file, "below")}).Draw(t, "records")
			})
		},
		"last good": func(t *rapid.T) {
			name := rapid.SampledFrom(theNames[:]).Draw(t, "assistant")
			if m, there := r.next[name]; there {
				m.lastGood = rapid.SampledFrom([]string{"", filepath.Join(r.dir, name+".tar")}).Draw(t, "copy")
				r.next[name] = m
			}
		},
		"nothing": func(t *rapid.T) { r.change(t, func(m *member) { m.version++ }) },
		"default": func(t *rapid.T) {
			r.byDefault = rapid.SampledFrom(append([]string{""}, slices.Sorted(maps.Keys(r.next))...)).Draw(t, "default")
		},
		"broken configuration": func(*rapid.T) { r.wrong = true },
		"mended configuration": func(*rapid.T) { r.wrong = false },
		"good content": func(t *rapid.T) {
			name := rapid.SampledFrom(theNames[:]).Draw(t, "content")
			r.edition++
			r.sources[name].becomes(calm, edition(name, r.edition))
		},
		"bad content": func(t *rapid.T) {
			name := rapid.SampledFrom(theNames[:]).Draw(t, "content")
			r.sources[name].becomes(calm, rapid.SampledFrom([]string{notContent, "", "["}).Draw(t, "bad"))
		},
		"fault": func(t *rapid.T) {
			s := r.sources[rapid.SampledFrom(theNames[:]).Draw(t, "content")]
			_, text, _ := s.now()
			s.becomes(rapid.SampledFrom([]mood{hangs, panics}).Draw(t, "fault"), text)
		},
		"restored": func(t *rapid.T) {
			s := r.sources[rapid.SampledFrom(theNames[:]).Draw(t, "content")]
			_, text, _ := s.now()
			s.becomes(calm, text)
		},
		"reload": func(*rapid.T) {
			valid := r.valid()
			r.configure()
			bad := 0
			for _, m := range r.used {
				if _, good := r.good(m); !good {
					bad++
				}
			}
			status, body := r.post("/-/reload", "")
			slow := strings.Contains(body, "takes long")
			if (status == http.StatusOK) != (valid && bad == 0) && !slow {
				r.Fatalf("valid %v, %d bad: %d %s", valid, bad, status, body)
			}
		},
		"reload one": func(t *rapid.T) {
			name := rapid.SampledFrom(theNames[:]).Draw(t, "assistant")
			m, there := r.used[name]
			status, body := r.post("/-/reload?assistant="+name, "")
			good := false
			if there {
				_, good = r.good(m)
			}
			want := http.StatusNotFound
			switch {
			case good:
				want = http.StatusOK
			case there:
				want = http.StatusUnprocessableEntity
			}
			if status != want && !strings.Contains(body, "takes long") {
				r.Fatalf("reload of %s: %d %s, want %d", name, status, body, want)
			}
		},
		"signal": func(t *rapid.T) {
			r.configure()
			r.Hangup(r.t.Context())
		},
	}
}

// agrees checks that every assistant says what the model says. Content that changes is
// live a moment later, without a reload.
func (r *realm) agrees() {
	r.load()
	for _, name := range theNames {
		m, there := r.used[name]
		want := r.says[name]
		switch {
		case !there:
			want = "404 "
		case want == "":
			want = "503 "
		}
		path := "/a/" + name + "/nlg"
		for _, token := range []string{"RED", "GREEN"} {
			if there && m.token != "" && m.token != token {
				r.wants(path+"?token="+token, "401 ")
			} else {
				r.wants(path+"?token="+token, want)
			}
			if name == r.answersFor && (m.token == "" || m.token == token) {
				r.wants("/nlg?token="+token, want)
			}
		}
		if there && m.token != "" {
			r.wants(path, "401 ")
		}
		if there && r.says[name] != "" {
			r.wantsUnknown(m, path, r.says[name])
		}
	}
	if r.answersFor == "" {
		r.wants("/nlg?token=RED", "404 ")
	}
}

// wants waits for a reply.
func (r *realm) wants(path, want string) {
	var got string
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(time.Millisecond) {
		if got = r.ask(path); strings.HasPrefix(got, want) {
			r.answered[path] = strings.HasPrefix(got, "200")
			return
		}
		if r.answered[path] && strings.HasPrefix(want, "200") && !strings.HasPrefix(got, "200") {
			break // it has answered before, and this request is lost
		}
	}
	r.Fatalf("%s: %s, want %s\n%s", path, got, want, r.log)
}

// wantsUnknown asks for a response that the assistant does not have.
func (r *realm) wantsUnknown(m member, path, said string) {
	want := map[string]string{"": "404 ", httpapi.OnUnknownEmpty: "200 {}", "utter_x": said}[m.onUnknown]
	if status, body := r.post(path+"?token="+m.token, `{"response": "utter_y"}`); !strings.HasPrefix(fmt.Sprintf("%d %s", status, body), want) {
		r.Fatalf("%s, unknown: %d %s, want %s", path, status, body, want)
	}
}

// TestAssistantsModel checks that whatever happens to the configuration and to the
// contents, in any order, each assistant says what a small model says: the last good
// content that it has had since it came. So no reply is that of another, none is lost, and
// no token opens what is not its own.
func TestAssistantsModel(t *testing.T) {
	laws.Check(t, func(rt *rapid.T) {
		r := &realm{T: rt, sources: map[string]*moody{}, next: map[string]member{}, says: map[string]string{}, begins: map[string]bool{}, copies: map[string]string{}, answered: map[string]bool{}, byDefault: "bank"}
		for _, name := range theNames {
			r.edition++
			r.sources[name] = newMoody(name, calm, edition(name, r.edition))
		}
		r.next["bank"], r.next["shop"] = member{content: "bank"}, member{content: "shop"}
		r.fleet = &fleet{}
		r.options()
		all := r.fleet.next.Options
		r.fleet = prepare(t, 20*time.Millisecond, all...)
		r.file = filepath.Join(r.dir, "file")
		write(t, r.file, "no directory")
		r.opts.FollowEvery = time.Hour
		if err := r.Start(t.Context()); err != nil {
			rt.Fatal(err)
		}
		defer func() {
			http.DefaultClient.CloseIdleConnections() // a stop waits a moment for them
			if err := r.Stop(t.Context()); err != nil {
				rt.Error(err)
			}
			for _, m := range r.sources {
				m.becomes(calm, "")
			}
		}()
		r.used, r.answersFor = maps.Clone(r.next), r.byDefault
		r.load()
		actions := r.actions()
		for name, do := range actions {
			actions[name] = func(t *rapid.T) {
				r.T = t
				if _, there := r.next[r.byDefault]; !there {
					r.byDefault = ""
				}
				do(t)
				if _, there := r.next[r.byDefault]; !there {
					r.byDefault = "" // as a configuration file must have it
				}
				r.options()
			}
		}
		actions[""] = func(t *rapid.T) {
			r.T = t
			r.agrees()
		}
		rt.Repeat(actions)
	})
}
