package browser

import (
	"slices"
	"strings"

	"github.com/chromedp/cdproto/network"
)

// Request is a request that the page has sent.
type Request struct {
	Method string
	URL    string
	// Status is that of the response; 0 as long as there is none.
	Status int
	// Bytes is the size of the response on the wire, with its headers; 0 as long as
	// it has not ended.
	Bytes int
}

// Requests returns the requests that the page has sent, in order, whose address has
// this part.
func (p *Page) Requests(part string) []Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []Request
	for _, r := range p.requests {
		if strings.Contains(r.URL, part) {
			found = append(found, *r)
		}
	}
	return found
}

// Transferred returns how many bytes the page has received.
func (p *Page) Transferred() int {
	sum := 0
	for _, r := range p.Requests("") {
		sum += r.Bytes
	}
	return sum
}

// Outside returns the addresses of other hosts that the page has asked.
func (p *Page) Outside() []string {
	var outside []string
	for _, r := range p.Requests("://") {
		_, rest, _ := strings.Cut(r.URL, "://")
		if !strings.HasPrefix(rest, "127.0.0.1") && !strings.HasPrefix(rest, "localhost") {
			outside = append(outside, r.URL)
		}
	}
	return slices.Compact(outside)
}

func (p *Page) requested(e *network.EventRequestWillBeSent) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := &Request{Method: e.Request.Method, URL: e.Request.URL}
	p.requests = append(p.requests, r)
	p.byID[string(e.RequestID)] = r
}

func (p *Page) responded(e *network.EventResponseReceived) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r := p.byID[string(e.RequestID)]; r != nil {
		r.Status = int(e.Response.Status)
	}
}

func (p *Page) loaded(e *network.EventLoadingFinished) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r := p.byID[string(e.RequestID)]; r != nil {
		r.Bytes = int(e.EncodedDataLength)
	}
}

// Offline cuts the page off from the network, or connects it again.
func (p *Page) Offline(offline bool) {
	p.t.Helper()
	must(p, "cut the network", network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: offline, DownloadThroughput: -1, UploadThroughput: -1}},
	})
}
