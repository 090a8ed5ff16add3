"""What goes along with a dossier: files, the paper of what was sent, sendings that came too late, and extra time for a round."""
