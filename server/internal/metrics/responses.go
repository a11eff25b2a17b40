package metrics

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"nlgserver/nlg"
)

// responses counts by response and by variation. The counters of a catalog are
// made before it goes live. A request whose catalog has just been replaced still
// finds its counters.
type responses struct {
	tables atomic.Pointer[tables]
	// preparing guards tables against two catalogs at a time, never against requests.
	preparing sync.Mutex
}

// tables are the counters of the newest catalog and of the one before.
type tables struct{ newest, before *table }

// table has the counters of one catalog.
type table struct {
	version   string
	responses map[string]*response
}

// response has the counters of one response.
type response struct {
	name string
	asks *atomic.Uint64
	// picks has an entry for each variation, in file order; variations with the
	// same label share one.
	picks  []*atomic.Uint64
	labels map[string]*atomic.Uint64
}

func (r *responses) prepare(catalog *nlg.Catalog) {
	r.preparing.Lock()
	defer r.preparing.Unlock()
	var before *table
	if last := r.tables.Load(); last != nil {
		before = last.newest
	}
	r.tables.Store(&tables{newest: newTable(catalog, before), before: before})
}

func newTable(catalog *nlg.Catalog, before *table) *table {
	t := &table{version: catalog.Version(), responses: make(map[string]*response)}
	for name := range catalog.Names() {
		var old *response
		if before != nil {
			old = before.responses[name]
		}
		t.responses[name] = newResponse(name, catalog.VariationsOf(name), old)
	}
	return t
}

func newResponse(name string, variations []nlg.Variation, old *response) *response {
	if old == nil {
		old = &response{asks: new(atomic.Uint64)}
	}
	r := &response{
		name: name, asks: old.asks,
		picks: make([]*atomic.Uint64, len(variations)), labels: make(map[string]*atomic.Uint64, len(variations)),
	}
	for i, v := range variations {
		label := valid(v.ID)
		if label == "" {
			label = strconv.Itoa(i + 1)
		}
		picks := r.labels[label]
		if picks == nil {
			if picks = old.labels[label]; picks == nil {
				picks = new(atomic.Uint64)
			}
			r.labels[label] = picks
		}
		r.picks[i] = picks
	}
	return r
}

// count counts a message of the catalog; asked is empty if the response asked is
// not in it.
func (r *responses) count(catalog *nlg.Catalog, asked string, message *nlg.Message) {
	all := r.tables.Load()
	if all == nil {
		return
	}
	t := all.newest
	if t.version != catalog.Version() {
		if t = all.before; t == nil || t.version != catalog.Version() {
			return
		}
	}
	found := t.responses[asked]
	if found != nil {
		found.asks.Add(1)
	}
	if message.Response != asked {
		found = t.responses[message.Response]
	}
	if found != nil && message.Variation >= 0 {
		found.picks[message.Variation].Add(1)
	}
}

func (r *responses) collect(to sink, d *descs) {
	all := r.tables.Load()
	if all == nil {
		return
	}
	for _, found := range all.newest.responses {
		name := valid(found.name)
		to.named(d.asked, found.asks, name)
		for id, picks := range found.labels {
			to.named(d.picked, picks, name, id)
		}
	}
}

// valid returns a string that may be the value of a label.
func valid(text string) string { return strings.ToValidUTF8(text, "\ufffd") }
