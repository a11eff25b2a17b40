package settings

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// chatRoute is what the client adds to an address.
const chatRoute = "/chat/completions"

// hostFirst is an address without a scheme.
var hostFirst = regexp.MustCompile(`^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:/[\w/.-]*)?$`)

// base reads the address of the API.
func (m *model) base() {
	need := needs[m.Provider]
	v, name := m.value(baseKey), m.nameOf(baseKey)
	const hint = "write an address such as `api_base: http://localhost:8000/v1`"
	if v.IsMap() || v.IsList() {
		m.Mistyped(v, name, "a string", hint) // one that does not repeat the value
		return
	}
	text, ok := m.textOf(baseKey)
	if v.IsMissing() {
		if need.baseVariable != "" {
			text, _ = m.env(need.baseVariable)
			ok, v, name = text != "", m.at, "environment variable "+need.baseVariable
		}
		if !ok {
			m.noBase(need.needsBase, need.baseVariable)
			return
		}
	}
	if !ok {
		return
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		hint := hint
		if text := written(v); name == baseKey && hostFirst.MatchString(text) {
			hint = "write `" + baseKey + ": https://" + text + "`"
		}
		m.wrong(v, name+" must be an http or https URL", hint)
		return
	case u.User != nil:
		m.wrong(v, name+" must not have a user name or a password", "write the address alone, and the secret as `api_key: ${"+need.keyVariable+"}` or in `headers`")
		return
	case u.RawQuery != "" || u.Fragment != "" || u.ForceQuery:
		m.wrong(v, name+" must not have a ? or a #", hint)
		return
	case strings.HasSuffix(strings.TrimRight(u.Path, "/"), chatRoute):
		hint := "write the address without `" + chatRoute + "`"
		if written := written(v); name == baseKey && strings.Contains(written, chatRoute) {
			hint = "write `" + baseKey + ": " + written[:strings.LastIndex(written, chatRoute)] + "`"
		}
		m.wrong(v, name+" must end before "+chatRoute+", which is added", hint)
		return
	}
	m.BaseURL = strings.TrimRight(text, "/")
	if u.Scheme == "http" && (m.Key != "" || m.hasAuthorization()) && !isNear(u.Hostname()) {
		hint := "use an https address"
		if rest, ok := strings.CutPrefix(written(v), "http://"); ok && name == baseKey {
			hint = "write `" + baseKey + ": https://" + rest + "`"
		}
		m.warn(v, "the key is sent without encryption", hint)
	}
}

func (m *model) noBase(isNeeded bool, variable string) {
	if !isNeeded {
		return
	}
	hint := "add `api_base: http://localhost:8000/v1`, with the address of your server"
	if variable != "" {
		hint = "add `api_base: https://NAME.openai.azure.com`, or set " + variable
	}
	m.wrong(m.at, "provider "+m.Provider+" needs an address", hint)
}

// nearSuffixes end names that no public server has.
var nearSuffixes = []string{".localhost", ".local", ".internal", ".lan", ".svc"}

// isNear reports whether a host is this machine, or in a network of one's own: by a private
// address, or by a name that only such a network knows.
func isNear(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast()
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if !strings.Contains(host, ".") {
		return true
	}
	for _, suffix := range nearSuffixes {
		if strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return false
}
