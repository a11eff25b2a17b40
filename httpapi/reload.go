package httpapi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/nlg"
)

// ReloadResult is the outcome of a reload.
type ReloadResult struct {
	// Version is the version of the content that is live afterward.
	Version string
	// Changed is set if the reload made it live.
	Changed bool
	// Responses is how many are live afterward, and Changes how many the reload
	// added, changed and removed.
	Responses int
	Changes   nlg.Changes
	// Stopping is set if there was no attempt, because the server or the assistant is
	// stopping.
	Stopping bool
	// Rejected is set if the content was rejected. Unreachable is set too if that says
	// nothing of it: where it comes from cannot be reached.
	Rejected, Unreachable bool
	// Diagnostics are the findings in the content.
	Diagnostics nlg.Diagnostics
	// Reason is why the content was rejected, in a sentence.
	Reason string
}

// ConfigurationResult is the outcome of reading the configuration again.
type ConfigurationResult struct {
	// Changed is set if assistants came, went or changed.
	Changed bool
	// Restart are the settings that take effect only after a restart.
	Restart []string
	// Rejected is set if the configuration cannot be used. The last good one stays in use.
	Rejected bool
	// Diagnostics are the findings in it, and Reason is why it was rejected, in a
	// sentence.
	Diagnostics nlg.Diagnostics
	Reason      string
}

// reloaded is the outcome of a reload.
type reloaded struct {
	configuration ConfigurationResult
	// one is the assistant that the reload is about; nil for all.
	one *Assistant
	// each are the outcomes by the names of the assistants.
	each map[string]ReloadResult
}

// reload reads the configuration and the content again, of all assistants or of the one
// that is asked for, and answers when that attempt is over. Large
// content may take longer than the timeouts of a body and a reply.
func (s *server) reload(c *gin.Context) {
	one, asked := s.asked(c, s.cfg.Assistants())
	if asked && one == nil {
		return
	}
	connection := http.NewResponseController(c.Writer)
	_ = connection.SetWriteDeadline(time.Time{})
	ctx, cancel := context.WithCancelCause(c.Request.Context())
	defer cancel(nil)
	endBody := s.ignoreBody(c, connection, cancel)
	done := s.readAgain(ctx, one)
	bodyMissing := errors.Is(context.Cause(ctx), errNoBody)
	endBody()
	_ = connection.SetWriteDeadline(time.Now().Add(s.cfg.Limits.WriteTimeout))
	if bodyMissing {
		s.refuse(c, problem(CodeTooSlow, "the body has not arrived, or is too large; send none"))
		return
	}
	if p := done.problem(); p != nil {
		s.refuse(c, p)
		return
	}
	if done.one != nil {
		r := done.each[done.one.Name]
		c.JSON(http.StatusOK, r.outcome(mostOfOne))
		return
	}
	reply := gin.H{"assistants": outcomes(done.each)}
	if s.cfg.Reconfigure != nil {
		reply["configuration"] = gin.H{"changed": done.configuration.Changed, "restart": list(done.configuration.Restart)}
	}
	c.JSON(http.StatusOK, reply)
}

// readAgain reads the content of an assistant again; with nil the configuration, and then
// the content of all that there are by then.
func (s *server) readAgain(ctx context.Context, one *Assistant) reloaded {
	done := reloaded{one: one}
	if one == nil && s.cfg.Reconfigure != nil {
		done.configuration = s.cfg.Reconfigure(ctx)
	}
	all := s.cfg.Assistants()
	if one == nil && !all.several {
		done.one = all.byDefault
	}
	which := all.sorted
	if done.one != nil {
		which = []*Assistant{done.one}
	}
	results := reloadEach(ctx, which)
	now := s.cfg.Assistants()
	done.each = make(map[string]ReloadResult, len(which))
	for i, a := range which {
		// One that stops because a new configuration is without it has no outcome.
		if !results[i].Stopping || now.named(a.Name) == a {
			done.each[a.Name] = results[i]
		}
	}
	return done
}

// reloadEach reads the content of assistants again, all at the same time.
func reloadEach(ctx context.Context, which []*Assistant) []ReloadResult {
	results := make([]ReloadResult, len(which))
	var group sync.WaitGroup
	for i, a := range which {
		group.Go(func() { results[i] = a.Reload(ctx) })
	}
	group.Wait()
	return results
}

// problem returns what is wrong; nil if everything was read.
func (r *reloaded) problem() *Problem {
	var rejected, away []string
	for name, result := range r.each {
		switch {
		case result.Stopping:
			return problem(CodeNotReady, "the server is shutting down")
		case result.Unreachable:
			away = append(away, name)
		case result.Rejected:
			rejected = append(rejected, name)
		}
	}
	slices.Sort(rejected)
	slices.Sort(away)
	switch {
	case r.one != nil && len(r.each) == 0:
		return problem(CodeNotReady, "the configuration was changed meanwhile, and "+r.one.Name+" with it; try again")
	case r.configuration.Rejected:
		return problem(CodeConfiguration, r.configuration.Reason).because(r.configuration.Diagnostics, r.each)
	case len(rejected)+len(away) == 0:
		return nil
	case r.one != nil:
		result := r.each[r.one.Name]
		code := CodeReloadRejected
		if result.Unreachable {
			code = CodeStoreUnreachable
		}
		return problem(code, result.Reason).because(result.Diagnostics, nil)
	case len(rejected) == 0:
		return problem(CodeStoreUnreachable, "the stores of these assistants cannot be reached: "+listed(away)).because(nil, r.each)
	}
	detail := "the content of these assistants was rejected: " + listed(rejected)
	if len(away) > 0 {
		detail += "; the stores of these cannot be reached: " + listed(away)
	}
	return problem(CodeReloadRejected, detail).because(nil, r.each)
}

// outcome is a [ReloadResult] in a reply.
type outcome struct {
	Changed     bool            `json:"changed"`
	Changes     nlg.Changes     `json:"changes"`
	Diagnostics nlg.Diagnostics `json:"diagnostics"`
	Reason      string          `json:"reason,omitempty"`
	Rejected    bool            `json:"rejected,omitempty"`
	Responses   int             `json:"responses"`
	Unreachable bool            `json:"unreachable,omitempty"`
	Version     string          `json:"version"`
}

func (r *ReloadResult) outcome(most int) outcome {
	return outcome{
		Changed: r.Changed, Changes: r.Changes, Diagnostics: atMost(r.Diagnostics, most), Reason: r.Reason, Rejected: r.Rejected,
		Responses: r.Responses, Unreachable: r.Unreachable, Version: r.Version,
	}
}

func outcomes(each map[string]ReloadResult) map[string]outcome {
	all := make(map[string]outcome, len(each))
	for name, r := range each {
		all[name] = r.outcome(mostOfEach)
	}
	return all
}

// because adds what is wrong to the problem of a reload, and the outcomes of several
// assistants.
func (p *Problem) because(found nlg.Diagnostics, each map[string]ReloadResult) *Problem {
	if len(found) > 0 {
		p.Diagnostics = atMost(found, mostOfOne)
	}
	if each != nil {
		p.Assistants = outcomes(each)
	}
	return p
}
