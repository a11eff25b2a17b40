// Package llm asks language models behind an API of chat completions, as OpenAI defined it
// and many servers offer it.
//
// A [Client] has one deployment or several of them: calls go to each in turn, and to the
// next if one fails. The one rule to know: a call ends when its context is done, whatever
// the server does, and is not sent at all to a deployment that is known to be down.
//
// No error has a part of a prompt, of an answer, or of a secret.
package llm
