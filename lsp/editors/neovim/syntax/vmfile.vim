" YAML, and what the formats add to it.
if exists('b:current_syntax')
  finish
endif
runtime! syntax/yaml.vim
unlet! b:current_syntax

syntax match vmRegistryEscape /\$\$/ containedin=ALLBUT,yamlComment
syntax match vmRegistryVariable /\${\h\w*\%(:[-?][^}]*\)\?}/ containedin=ALLBUT,yamlComment
highlight default link vmRegistryEscape SpecialChar
highlight default link vmRegistryVariable Identifier

let b:current_syntax = expand('<amatch>')
