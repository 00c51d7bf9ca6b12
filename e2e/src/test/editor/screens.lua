-- Prints what a user of Neovim sees, as text: diagnostics, the completion menu, a hover. Run by e2e/bin/editor-screens.
local patience = 60000
vim.o.number, vim.o.laststatus, vim.o.ruler, vim.o.showmode, vim.o.showcmd = true, 0, false, false, false
vim.o.signcolumn, vim.o.fillchars = 'yes', 'eob: '
vim.o.completeopt = 'menu,menuone,noinsert,noselect'
vim.o.shortmess = vim.o.shortmess .. 'cF'

-- What the terminal shows: menus and floating windows are only put together there.
local function screen()
  local lines = vim.fn.systemlist({ 'tmux', 'capture-pane', '-p', '-t', vim.env.TMUX_PANE })
  while #lines > 0 and (lines[#lines] == '' or lines[#lines] == '~') do
    table.remove(lines)
  end
  return lines
end

local function shown(title)
  vim.cmd('redraw!')
  local lines, before = screen(), nil
  -- The terminal is a program of its own, which may be behind.
  while not vim.deep_equal(lines, before) do
    vim.wait(200)
    lines, before = screen(), lines
  end
  local text = vim.list_extend({ '== ' .. title }, lines)
  vim.fn.writefile(vim.list_extend(text, { '' }), vim.env.SCREENS_RESULT, 'a')
end

local function wait(what, condition)
  if not vim.wait(patience, condition, 20) then
    vim.fn.writefile({ 'Nothing came: ' .. what }, vim.env.SCREENS_RESULT, 'a')
    vim.cmd('cquit!')
  end
end

local function find(word)
  vim.fn.cursor(1, 1)
  vim.fn.search('\\V' .. word, 'cW')
end

local function floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return window
    end
  end
end

vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.SCREENS_DOCUMENT))
wait('diagnostics', function()
  return #vim.diagnostic.get(0) > 0
end)
shown('diagnostics')

-- Completion is asked for while typing; the menu is drawn when the answer has come.
vim.diagnostic.disable(0)
find('healthcheck')
vim.cmd('normal! O')
vim.api.nvim_buf_set_lines(0, vim.fn.line('.') - 1, vim.fn.line('.'), false, { '    re' })
local timer = vim.loop.new_timer()
local drawn = false
local tries = 0
timer:start(100, 50, vim.schedule_wrap(function()
  tries = tries + 1
  if drawn then
    return
  end
  if vim.fn.pumvisible() == 1 then
    drawn = true
    shown('completion')
    vim.api.nvim_input('<C-e><Esc>')
  elseif tries > patience / 50 then
    vim.fn.writefile({ 'Nothing came: completion' }, vim.env.SCREENS_RESULT, 'a')
    vim.cmd('cquit!')
  end
end))
vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('A<C-x><C-o>', true, false, true), 'xt!', false)
timer:stop()
vim.cmd('silent undo')

find('healthcheck')
vim.lsp.buf.hover()
wait('a hover', function()
  return floating() ~= nil
end)
shown('hover')
vim.cmd('qall!')
