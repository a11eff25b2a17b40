package branch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// maxOutput and maxSaid bound what git prints, in bytes.
	maxOutput = 32 << 20
	maxSaid   = 64 << 10
	// remoteName is what git calls the repository. A setting of the user's for a remote
	// of another name does not apply.
	remoteName = "nlgserver"
	// filter leaves out the bytes of all files until they are asked for.
	filter = "blob:none"
)

// errNoGit is the error of a machine without git.
var errNoGit = errors.New("the program git is not installed, or not in PATH: install it to follow a branch")

// withheld reports whether git does not get an environment variable: one
// that would lead it to another repository, make it ask, or print more, or a
// secret of this program.
func withheld(name string) bool {
	return slices.Contains([]string{
		"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
		"GIT_NAMESPACE", "GIT_SHALLOW_FILE", "GIT_ASKPASS", "SSH_ASKPASS", "GIT_ALLOW_PROTOCOL", "GIT_PROTOCOL_FROM_USER", "GIT_CURL_VERBOSE",
		"GIT_REDIRECT_STDERR", "GIT_REDIRECT_STDOUT", "GIT_TERMINAL_PROMPT", "LC_ALL", "LANGUAGE",
	}, name) || strings.HasPrefix(name, "GIT_TRACE") || strings.HasPrefix(name, "NLG_")
}

// reach says what a git command may reach.
type reach struct {
	remote bool
	// partial is set if the repository elsewhere gives single objects.
	partial bool
	secret  credentials
}

// environment returns the environment of git. Settings and credentials are in it: other
// users of the machine can see arguments. With way, git may reach the repository.
func (b *Branch) environment(way reach) []string {
	env := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return withheld(name) || name == "GIT_CONFIG_COUNT"
	})
	allowed := b.at.scheme
	if allowed == "http" {
		allowed = "http:https" // where a host sends on to TLS
	}
	env = append(env, "LC_ALL=C", "GIT_CEILING_DIRECTORIES="+filepath.Dir(b.dir), "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS=", "SSH_ASKPASS_REQUIRE=never", "GIT_ALLOW_PROTOCOL="+allowed, "GIT_OPTIONAL_LOCKS=0")
	if os.Getenv("GIT_SSH_COMMAND") == "" && os.Getenv("GIT_SSH") == "" {
		env = append(env, "GIT_SSH_COMMAND=ssh -o BatchMode=yes -o ConnectTimeout=20")
	}
	settings := [][2]string{
		{"core.hooksPath", os.DevNull},
		{"core.fsmonitor", "false"},
		{"core.askPass", ""},
		{"gc.auto", "0"},
		{"maintenance.auto", "false"},
		{"fetch.writeCommitGraph", "false"},
		{"fetch.recurseSubmodules", "false"},
		{"submodule.recurse", "false"},
		{"transfer.bundleURI", "false"},
		{"fetch.negotiationAlgorithm", "noop"},
		{"protocol.version", "2"},
		{"http.lowSpeedLimit", "1"},
		{"http.lowSpeedTime", "30"},
	}
	if way.remote {
		settings = append(settings, [2]string{"remote." + remoteName + ".url", b.at.remote})
	}
	if way.partial {
		// Only here, not in the cache: reading what is missing must fail, not fetch.
		settings = append(settings, [2]string{"remote." + remoteName + ".promisor", "true"}, [2]string{"remote." + remoteName + ".partialclonefilter", filter})
	}
	if secret := way.secret; way.remote && secret.password != "" {
		// No other helper is asked, nor told; and no other host gets them.
		settings = append(settings, [2]string{"credential.helper", ""}, [2]string{"credential." + b.at.site + ".helper", helper})
		env = append(env, userVariable+"="+secret.user, passwordVariable+"="+secret.password)
	}
	// Those of the environment come first, if there are any.
	count, err := strconv.Atoi(os.Getenv("GIT_CONFIG_COUNT"))
	if err != nil || count < 0 {
		count = 0
	}
	for _, s := range settings {
		env = append(env, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", count, s[0]), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", count, s[1]))
		count++
	}
	return append(env, fmt.Sprintf("GIT_CONFIG_COUNT=%d", count))
}

// command returns git with the arguments, in a bare repository, or in none. It ends with
// ctx, and with it whatever it has started.
func (b *Branch) command(ctx context.Context, repository string, env, args []string) *exec.Cmd {
	if repository != "" {
		args = append([]string{"--git-dir=" + repository}, args...)
	}
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = b.dir
	cmd.Env = env
	cmd.WaitDelay = 2 * time.Second
	endGroup(cmd)
	return cmd
}

// gitError is what git said when it failed.
type gitError struct {
	code int
	said string
}

func (e *gitError) Error() string { return e.said }

// git runs git and returns what it prints.
func (b *Branch) git(ctx context.Context, repository, input string, way reach, args ...string) ([]byte, error) {
	cmd := b.command(ctx, repository, b.environment(way), args)
	out, said := &bounded{most: maxOutput}, &bounded{most: maxSaid}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input), out, said
	err := cmd.Run()
	switch {
	case err == nil && out.full:
		return nil, fmt.Errorf("git %s printed more than %d bytes", args[0], maxOutput)
	case err == nil:
		return out.Bytes(), nil
	case errors.Is(err, exec.ErrNotFound):
		return nil, errNoGit
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	}
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return nil, fmt.Errorf("git %s: %w", args[0], err)
	}
	return nil, &gitError{exit.ExitCode(), explain(args[0], said.String(), way.secret, exit.ExitCode())}
}

// bounded keeps the first bytes that are written to it.
type bounded struct {
	bytes.Buffer
	most int
	full bool
}

func (w *bounded) Write(p []byte) (int, error) {
	room := w.most - w.Len()
	if len(p) > room {
		w.full = true
		w.Buffer.Write(p[:room])
		return len(p), nil
	}
	return w.Buffer.Write(p)
}
