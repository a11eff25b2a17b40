// Command nlgserver answers Rasa's NLG callback from response files.
package main
