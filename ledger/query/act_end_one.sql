SELECT after_commit, digest FROM act_end
