" The two formats share their syntax.
runtime! syntax/vmfile.vim
